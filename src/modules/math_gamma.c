/* Gamma by Lanczos's approximation with the thirteen-term rational function that is exact to double
 * precision (g = 6.0246800407767296, the published coefficients), and reflection for negative x. */
#include <math.h>

#include "modules/math_internal.h"

enum { TERMS = 13, GAMMA_EXACT_MAX = 23 };

static const double lanczos_g = 6.024680040776729583740234375;
static const double lanczos_g_minus_half = 5.524680040776729583740234375;

static double lanczos_sum(double x)
{
    static const double numerator[TERMS] = {23531376880.410759688572007674451636754734846804940,
                                            42919803642.649098768957899047001988850926355848959,
                                            35711959237.355668049440185451547166705960488635843,
                                            17921034426.037209699919755754458931112671403265390,
                                            6039542586.3520280050642916443072979210699388420708,
                                            1439720407.3117216736632230727949123939715485786372,
                                            248874557.86205415651146038641322942321632125127801,
                                            31426415.585400194380614231628318205362874684987640,
                                            2876370.6289353724412254090516208496135991145378768,
                                            186056.26539522349504029498971604569928220784236328,
                                            8071.6720023658162106380029022722506138218516325024,
                                            210.82427775157934587250973392071336271166969580291,
                                            2.5066282746310002701649081771338373386264310793408};
    static const double denominator[TERMS] = {
        0.0,       39916800.0, 120543840.0, 150917976.0, 105258076.0, 45995730.0, 13339535.0,
        2637558.0, 357423.0,   32670.0,     1925.0,      66.0,        1.0};
    double top = 0.0, bottom = 0.0;
    if (x < 5.0) {
        for (int i = TERMS; --i >= 0;) {
            top = top * x + numerator[i];
            bottom = bottom * x + denominator[i];
        }
    } else { /* in powers of 1/x: large x would overflow */
        for (int i = 0; i < TERMS; i++) {
            top = top / x + numerator[i];
            bottom = bottom / x + denominator[i];
        }
    }
    return top / bottom;
}

/* sin(pi * x), with x reduced before the multiplication rounds. */
static double sin_pi(double x)
{
    double y = fmod(fabs(x), 2.0), result;
    switch ((int)round(2.0 * y)) {
    case 0:
        result = sin(M_PI * y);
        break;
    case 1:
        result = cos(M_PI * (y - 0.5));
        break;
    case 2:
        result = sin(M_PI * (1.0 - y));
        break;
    case 3:
        result = -cos(M_PI * (y - 1.5));
        break;
    default:
        result = sin(M_PI * (y - 2.0));
    }
    return copysign(1.0, x) * result;
}

static double small_factorial(int n)
{
    double result = 1.0; /* exact: 22! has 70 bits, but only 52 of them are not trailing zeros */
    for (int i = 2; i <= n; i++)
        result *= i;
    return result;
}

double ouro_math_gamma(double x)
{
    if (!isfinite(x))
        return x > 0 || isnan(x) ? x : NAN;
    if (x == 0)
        return NAN;
    if (x == floor(x)) {
        if (x < 0)
            return NAN;
        if (x <= GAMMA_EXACT_MAX)
            return small_factorial((int)x - 1);
    }
    double size = fabs(x);
    if (size < 1e-20)
        return 1.0 / x;
    if (size > 200.0)
        return x < 0 ? 0.0 / sin_pi(x) : INFINITY;
    double y = size + lanczos_g_minus_half, error;
    if (size > lanczos_g_minus_half)
        error = (y - size) - lanczos_g_minus_half;
    else
        error = (y - lanczos_g_minus_half) - size;
    error = error * lanczos_g / y; /* corrects for the rounding of y */
    double result, root = size < 140.0 ? pow(y, size - 0.5) : pow(y, size / 2.0 - 0.25);
    if (x < 0) {
        result = -M_PI / sin_pi(size) / size * exp(y) / lanczos_sum(size);
        result -= error * result;
        result /= root;
        return size < 140.0 ? result : result / root;
    }
    result = lanczos_sum(size) / exp(y);
    result += error * result;
    result *= root;
    return size < 140.0 ? result : result * root;
}

double ouro_math_log_gamma(double x)
{
    if (!isfinite(x))
        return isnan(x) ? x : INFINITY;
    if (x == floor(x) && x <= 2.0)
        return x <= 0.0 ? NAN : 0.0;
    double size = fabs(x);
    if (size < 1e-20)
        return -log(size);
    double result = log(lanczos_sum(size)) - lanczos_g;
    result += (size - 0.5) * (log(size + lanczos_g - 0.5) - 1);
    if (x < 0.0)
        result = 1.144729885849400174143427351353058711647 - log(fabs(sin_pi(size))) - log(size) -
                 result;
    return result;
}
