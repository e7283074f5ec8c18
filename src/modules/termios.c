/* termios: what a terminal does with what is typed. */
#define _GNU_SOURCE
#include <asm/ioctls.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>

#include "modules/foreign.h"
#include "modules/posix_internal.h"
#include "types/list.h"

enum { ATTRIBUTE_COUNT = 7 };

/* termios.error(errno, text): it is no OSError. */
static void *raise_errno(ouro_runtime *rt)
{
    int code = errno;
    ouro_object *cls = ouro_vm_state_peek(rt, "termios.error");
    ouro_object *number = ouro_int_new(rt, code), *text = ouro_str_from(rt, strerror(code));
    ouro_object *error = cls && number && text ? ouro_call2(rt, cls, number, text) : NULL;
    xdecref(rt, number);
    xdecref(rt, text);
    return error ? ouro_raise_take(rt, error) : NULL;
}

static ouro_object *done(ouro_runtime *rt, int status)
{
    return status < 0 ? raise_errno(rt) : rt->none;
}

/* ---- attributes ------------------------------------------------------------------------------ */

/* The characters; where they are numbers (no line is put together) they are ints. */
static ouro_object *characters_list(ouro_runtime *rt, const struct termios *mode)
{
    ouro_object *list = ouro_list_new(rt, NCCS);
    for (int i = 0; list && i < NCCS; i++) {
        bool is_number = !(mode->c_lflag & ICANON) && (i == VMIN || i == VTIME);
        ouro_object *item = is_number ? ouro_int_new(rt, mode->c_cc[i]) : rt->byte_strings[mode->c_cc[i]];
        if (!item || !ouro_list_append_take(rt, list, item))
            clearref(rt, &list);
    }
    return list;
}

NATIVE(termios_tcgetattr)
{
    int descriptor;
    struct termios mode;
    if (!ouro_posix_descriptor(rt, args[0], &descriptor))
        return NULL;
    if (tcgetattr(descriptor, &mode) < 0)
        return raise_errno(rt);
    ouro_object *items[ATTRIBUTE_COUNT] = {
        ouro_int_new(rt, mode.c_iflag), ouro_int_new(rt, mode.c_oflag), ouro_int_new(rt, mode.c_cflag),
        ouro_int_new(rt, mode.c_lflag), ouro_int_new(rt, cfgetispeed(&mode)),
        ouro_int_new(rt, cfgetospeed(&mode)), characters_list(rt, &mode)};
    ouro_object *list = ouro_list_new(rt, ATTRIBUTE_COUNT);
    for (int i = 0; i < ATTRIBUTE_COUNT; i++) {
        if (list && items[i] && ouro_list_append(rt, list, items[i]))
            decref(rt, items[i]);
        else {
            clearref(rt, &list);
            xdecref(rt, items[i]);
        }
    }
    return list;
}

static bool characters_read(ouro_runtime *rt, ouro_object *list, struct termios *mode)
{
    if (!is_list(rt, list) || list_length(list) != NCCS)
        return ouro_raise(rt, EXC_TypeError, "tcsetattr: attributes[6] must be %d element list", NCCS);
    for (size_t i = 0; i < NCCS && i < list_length(list); i++) {
        ouro_object *item = list_at(list, i);
        int64_t number;
        if (is_bytes(rt, item) && bytes_of(item)->length == 1)
            number = bytes_of(item)->data[0];
        else if (!is_int(rt, item))
            return ouro_raise(rt, EXC_TypeError,
                              "tcsetattr: elements of attributes must be characters or integers");
        else if (!ouro_int_as_i64(rt, item, &number))
            return false;
        mode->c_cc[i] = (cc_t)number;
    }
    return true;
}

NATIVE(termios_tcsetattr)
{
    int descriptor, when;
    int64_t numbers[ATTRIBUTE_COUNT - 1];
    struct termios mode;
    if (!ouro_posix_descriptor(rt, args[0], &descriptor) || !ouro_posix_int(rt, args[1], &when))
        return NULL;
    if (!is_list(rt, args[2]) || list_length(args[2]) != ATTRIBUTE_COUNT)
        return ouro_raise(rt, EXC_TypeError, "tcsetattr, arg 3: must be 7 element list");
    if (tcgetattr(descriptor, &mode) < 0)
        return raise_errno(rt);
    ouro_object *tuple = ouro_to_tuple(rt, args[2]); /* what __index__ does cannot change it */
    bool is_good = tuple != NULL;
    for (int i = 0; is_good && i < ATTRIBUTE_COUNT - 1; i++)
        is_good = ouro_index_i64(rt, tuple_at(tuple, i), &numbers[i], EXC_OverflowError);
    is_good = is_good && characters_read(rt, tuple_at(tuple, 6), &mode);
    xdecref(rt, tuple);
    if (!is_good)
        return NULL;
    mode.c_iflag = (tcflag_t)numbers[0];
    mode.c_oflag = (tcflag_t)numbers[1];
    mode.c_cflag = (tcflag_t)numbers[2];
    mode.c_lflag = (tcflag_t)numbers[3];
    if (cfsetispeed(&mode, (speed_t)numbers[4]) < 0 || cfsetospeed(&mode, (speed_t)numbers[5]) < 0)
        return raise_errno(rt);
    return done(rt, tcsetattr(descriptor, when, &mode));
}

/* ---- the line -------------------------------------------------------------------------------- */

NATIVE(termios_tcsendbreak)
{
    int descriptor, duration;
    if (!ouro_posix_descriptor(rt, args[0], &descriptor) || !ouro_posix_int(rt, args[1], &duration))
        return NULL;
    return done(rt, tcsendbreak(descriptor, duration));
}

NATIVE(termios_tcdrain)
{
    int descriptor;
    return ouro_posix_descriptor(rt, args[0], &descriptor) ? done(rt, tcdrain(descriptor)) : NULL;
}

NATIVE(termios_tcflush)
{
    int descriptor, queue;
    if (!ouro_posix_descriptor(rt, args[0], &descriptor) || !ouro_posix_int(rt, args[1], &queue))
        return NULL;
    return done(rt, tcflush(descriptor, queue));
}

NATIVE(termios_tcflow)
{
    int descriptor, action;
    if (!ouro_posix_descriptor(rt, args[0], &descriptor) || !ouro_posix_int(rt, args[1], &action))
        return NULL;
    return done(rt, tcflow(descriptor, action));
}

NATIVE(termios_tcgetwinsize)
{
    int descriptor;
    struct winsize size;
    if (!ouro_posix_descriptor(rt, args[0], &descriptor))
        return NULL;
    if (ioctl(descriptor, TIOCGWINSZ, &size) < 0)
        return raise_errno(rt);
    ouro_object *items[] = {ouro_int_new(rt, size.ws_row), ouro_int_new(rt, size.ws_col)};
    return ouro_tuple_from_take(rt, items, 2);
}

static bool read_side(ouro_runtime *rt, ouro_object *pair, int index, unsigned short *side)
{
    int64_t number;
    ouro_object *key = ouro_int_new(rt, index), *item = key ? ouro_getitem(rt, pair, key) : NULL;
    bool is_good = item && ouro_index_i64(rt, item, &number, EXC_OverflowError);
    xdecref(rt, item);
    if (!is_good)
        return false;
    *side = (unsigned short)number;
    return *side == number || ouro_raise(rt, EXC_OverflowError, "winsize value(s) out of range.");
}

NATIVE(termios_tcsetwinsize)
{
    int descriptor;
    struct winsize size;
    if (!ouro_posix_descriptor(rt, args[0], &descriptor))
        return NULL;
    ptrdiff_t length = class_of(rt, args[1])->length ? ouro_length(rt, args[1]) : 0;
    if (length < 0)
        return NULL;
    if (length != 2 || !class_of(rt, args[1])->getitem)
        return ouro_raise(rt, EXC_TypeError, "tcsetwinsize, arg 2: must be a two-item sequence");
    if (ioctl(descriptor, TIOCGWINSZ, &size) < 0)
        return raise_errno(rt);
    if (!read_side(rt, args[1], 0, &size.ws_row) || !read_side(rt, args[1], 1, &size.ws_col))
        return NULL;
    return done(rt, ioctl(descriptor, TIOCSWINSZ, &size));
}

bool ouro_module_termios_init(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_method functions[] = {
        {"tcgetattr", termios_tcgetattr, 1, 1, 0, "Get the tty attributes for file descriptor fd."},
        {"tcsetattr", termios_tcsetattr, 3, 3, 0, "Set the tty attributes for file descriptor fd."},
        {"tcsendbreak", termios_tcsendbreak, 2, 2, 0, "Send a break on file descriptor fd."},
        {"tcdrain", termios_tcdrain, 1, 1, 0,
         "Wait until all output written to file descriptor fd has been transmitted."},
        {"tcflush", termios_tcflush, 2, 2, 0, "Discard queued data on file descriptor fd."},
        {"tcflow", termios_tcflow, 2, 2, 0, "Suspend or resume input or output on file descriptor fd."},
        {"tcgetwinsize", termios_tcgetwinsize, 1, 1, 0, "Get the tty winsize for file descriptor fd."},
        {"tcsetwinsize", termios_tcsetwinsize, 2, 2, 0, "Set the tty winsize for file descriptor fd."},
        {0},
    };
    static const struct ouro_foreign_number numbers[] = {
        {"VSWTCH", VSWTC},
#define X(name) {#name, name},
        X(B0) X(B1000000) X(B110) X(B115200) X(B1152000) X(B1200) X(B134) X(B150) X(B1500000) X(B1800)
        X(B19200) X(B200) X(B2000000) X(B230400) X(B2400) X(B2500000) X(B300) X(B3000000) X(B3500000)
        X(B38400) X(B4000000) X(B460800) X(B4800) X(B50) X(B500000) X(B57600) X(B576000) X(B600) X(B75)
        X(B921600) X(B9600) X(BRKINT) X(BS0) X(BS1) X(BSDLY) X(CBAUD) X(CBAUDEX) X(CDSUSP) X(CEOF)
        X(CEOL) X(CEOT) X(CERASE) X(CFLUSH) X(CIBAUD) X(CINTR) X(CKILL) X(CLNEXT) X(CLOCAL) X(CQUIT)
        X(CR0) X(CR1) X(CR2) X(CR3) X(CRDLY) X(CREAD) X(CRPRNT) X(CRTSCTS) X(CS5) X(CS6) X(CS7) X(CS8)
        X(CSIZE) X(CSTART) X(CSTOP) X(CSTOPB) X(CSUSP) X(CWERASE) X(ECHO) X(ECHOCTL) X(ECHOE) X(ECHOK)
        X(ECHOKE) X(ECHONL) X(ECHOPRT) X(EXTA) X(EXTB) X(FF0) X(FF1) X(FFDLY) X(FIOASYNC) X(FIOCLEX)
        X(FIONBIO) X(FIONCLEX) X(FIONREAD) X(FLUSHO) X(HUPCL) X(ICANON) X(ICRNL) X(IEXTEN) X(IGNBRK)
        X(IGNCR) X(IGNPAR) X(IMAXBEL) X(INLCR) X(INPCK) X(IOCSIZE_MASK) X(IOCSIZE_SHIFT) X(ISIG)
        X(ISTRIP) X(IUCLC) X(IXANY) X(IXOFF) X(IXON) X(NCC) X(NCCS) X(NL0) X(NL1) X(NLDLY) X(NOFLSH)
        X(N_MOUSE) X(N_PPP) X(N_SLIP) X(N_STRIP) X(N_TTY) X(OCRNL) X(OFDEL) X(OFILL) X(OLCUC) X(ONLCR)
        X(ONLRET) X(ONOCR) X(OPOST) X(PARENB) X(PARMRK) X(PARODD) X(PENDIN) X(TAB0) X(TAB1) X(TAB2)
        X(TAB3) X(TABDLY) X(TCFLSH) X(TCGETA) X(TCGETS) X(TCIFLUSH) X(TCIOFF) X(TCIOFLUSH) X(TCION)
        X(TCOFLUSH) X(TCOOFF) X(TCOON) X(TCSADRAIN) X(TCSAFLUSH) X(TCSANOW) X(TCSBRK) X(TCSBRKP)
        X(TCSETA) X(TCSETAF) X(TCSETAW) X(TCSETS) X(TCSETSF) X(TCSETSW) X(TCXONC) X(TIOCCONS)
        X(TIOCEXCL) X(TIOCGETD) X(TIOCGICOUNT) X(TIOCGLCKTRMIOS) X(TIOCGPGRP) X(TIOCGSERIAL)
        X(TIOCGSOFTCAR) X(TIOCGWINSZ) X(TIOCINQ) X(TIOCLINUX) X(TIOCMBIC) X(TIOCMBIS) X(TIOCMGET)
        X(TIOCMIWAIT) X(TIOCMSET) X(TIOCM_CAR) X(TIOCM_CD) X(TIOCM_CTS) X(TIOCM_DSR) X(TIOCM_DTR)
        X(TIOCM_LE) X(TIOCM_RI) X(TIOCM_RNG) X(TIOCM_RTS) X(TIOCM_SR) X(TIOCM_ST) X(TIOCNOTTY)
        X(TIOCNXCL) X(TIOCOUTQ) X(TIOCPKT) X(TIOCPKT_DATA) X(TIOCPKT_DOSTOP) X(TIOCPKT_FLUSHREAD)
        X(TIOCPKT_FLUSHWRITE) X(TIOCPKT_NOSTOP) X(TIOCPKT_START) X(TIOCPKT_STOP) X(TIOCSCTTY)
        X(TIOCSERCONFIG) X(TIOCSERGETLSR) X(TIOCSERGETMULTI) X(TIOCSERGSTRUCT) X(TIOCSERGWILD)
        X(TIOCSERSETMULTI) X(TIOCSERSWILD) X(TIOCSER_TEMT) X(TIOCSETD) X(TIOCSLCKTRMIOS) X(TIOCSPGRP)
        X(TIOCSSERIAL) X(TIOCSSOFTCAR) X(TIOCSTI) X(TIOCSWINSZ) X(TOSTOP) X(VDISCARD) X(VEOF) X(VEOL)
        X(VEOL2) X(VERASE) X(VINTR) X(VKILL) X(VLNEXT) X(VMIN) X(VQUIT) X(VREPRINT) X(VSTART) X(VSTOP)
        X(VSUSP) X(VSWTC) X(VT0) X(VT1) X(VTDLY) X(VTIME) X(VWERASE) X(XCASE) X(XTABS)
#undef X
    };
    return ouro_foreign_error_add(rt, module, "termios", "error",
                                  (ouro_object *)builtin_class(rt, EXC_Exception), NULL) &&
           ouro_module_add_functions(rt, module, functions) &&
           ouro_foreign_numbers_add(rt, module, numbers, sizeof numbers / sizeof *numbers);
}
