#include "modules/datetime_calendar.h"

enum { DAYS_4Y = 1461, DAYS_100Y = 36524, DAYS_400Y = 146097 };

static const int16_t days_before[13] = {0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
static const int8_t days_in[13] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

bool ouro_datetime_calendar_is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int ouro_datetime_calendar_month_days(int year, int month)
{
    return days_in[month] + (month == 2 && ouro_datetime_calendar_is_leap(year));
}

int ouro_datetime_calendar_year_day(int year, int month, int day)
{
    return days_before[month] + (month > 2 && ouro_datetime_calendar_is_leap(year)) + day;
}

static int days_before_year(int year)
{
    int past = year - 1;
    return past * 365 + past / 4 - past / 100 + past / 400;
}

int ouro_datetime_calendar_ordinal(int year, int month, int day)
{
    return days_before_year(year) + ouro_datetime_calendar_year_day(year, month, day);
}

void ouro_datetime_calendar_split(int ordinal, int *year, int *month, int *day)
{
    int rest = ordinal - 1;
    int cycles = rest / DAYS_400Y;
    rest %= DAYS_400Y;
    int centuries = rest / DAYS_100Y;
    rest %= DAYS_100Y;
    int fours = rest / DAYS_4Y;
    rest %= DAYS_4Y;
    int years = rest / 365;
    rest %= 365;
    *year = cycles * 400 + centuries * 100 + fours * 4 + years + 1;
    if (years == 4 || centuries == 4) { /* the day that ends a cycle: December 31 of a leap year */
        *year -= 1;
        *month = 12;
        *day = 31;
        return;
    }
    int at = (rest + 50) >> 5; /* the month, or one too late */
    if (ouro_datetime_calendar_year_day(*year, at, 1) > rest + 1)
        at--;
    *month = at;
    *day = rest + 2 - ouro_datetime_calendar_year_day(*year, at, 1);
}

/* A pickle can hold a year 0: then the ordinal is negative. */
static int weekday_of(int ordinal)
{
    int rest = (ordinal + 6) % 7;
    return rest < 0 ? rest + 7 : rest;
}

int ouro_datetime_calendar_weekday(int year, int month, int day)
{
    return weekday_of(ouro_datetime_calendar_ordinal(year, month, day));
}

int ouro_datetime_calendar_week_one(int year)
{
    int first = ouro_datetime_calendar_ordinal(year, 1, 1), weekday = weekday_of(first);
    return weekday > 3 ? first - weekday + 7 : first - weekday; /* week 1 has a Thursday */
}

enum ouro_datetime_iso_fault ouro_datetime_calendar_from_iso(int iso_year, int week, int iso_day,
                                                             int *year, int *month, int *day)
{
    if (iso_year < YEAR_MIN || iso_year > YEAR_MAX)
        return ISO_BAD_YEAR;
    int monday = ouro_datetime_calendar_week_one(iso_year);
    int weeks = (ouro_datetime_calendar_week_one(iso_year + 1) - monday) / 7;
    if (week < 1 || week > weeks)
        return ISO_BAD_WEEK;
    if (iso_day < 1 || iso_day > 7)
        return ISO_BAD_DAY;
    int ordinal = monday + (week - 1) * 7 + iso_day - 1;
    if (ordinal < 1) { /* a Monday before January 1 of year 1 */
        *year = 0;
        *month = 12;
        *day = 31 + ordinal;
        return ISO_GOOD;
    }
    ouro_datetime_calendar_split(ordinal, year, month, day);
    return ISO_GOOD;
}
