/* What the files of pyexpat share: the library as its documentation lays it out, and the parser object.
 *
 * The parser of the library calls back into expat_handlers.c while Parse runs; a handler that raises leaves
 * the error on the runtime, takes all handlers away and stops the library's parser for good.
 * Depends on foreign.h. */
#ifndef OURO_MODULES_EXPAT_INTERNAL_H
#define OURO_MODULES_EXPAT_INTERNAL_H

#include "modules/foreign.h"

#define NATIVE(name)                                                                              \
    static ouro_object *name(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,       \
                             size_t count, ouro_object *names)

#define EXPAT_FILE "libexpat.so.1"

/* Our names, and those of the attribute and of the library's function that sets it. */
#define EXPAT_HANDLERS(X)                                                                         \
    X(StartElement, StartElementHandler) X(EndElement, EndElementHandler)                         \
    X(ProcessingInstruction, ProcessingInstructionHandler)                                        \
    X(CharacterData, CharacterDataHandler) X(UnparsedEntityDecl, UnparsedEntityDeclHandler)       \
    X(NotationDecl, NotationDeclHandler) X(StartNamespaceDecl, StartNamespaceDeclHandler)         \
    X(EndNamespaceDecl, EndNamespaceDeclHandler) X(Comment, CommentHandler)                       \
    X(StartCdataSection, StartCdataSectionHandler) X(EndCdataSection, EndCdataSectionHandler)     \
    X(Default, DefaultHandler) X(DefaultExpand, DefaultHandlerExpand)                             \
    X(NotStandalone, NotStandaloneHandler) X(ExternalEntityRef, ExternalEntityRefHandler)         \
    X(StartDoctypeDecl, StartDoctypeDeclHandler) X(EndDoctypeDecl, EndDoctypeDeclHandler)         \
    X(EntityDecl, EntityDeclHandler) X(XmlDecl, XmlDeclHandler)                                   \
    X(ElementDecl, ElementDeclHandler) X(AttlistDecl, AttlistDeclHandler)                         \
    X(SkippedEntity, SkippedEntityHandler)

enum expat_handler {
#define X(name, attribute) EXPAT_##name,
    EXPAT_HANDLERS(X)
#undef X
    EXPAT_HANDLER_COUNT
};

typedef void (*expat_function)(void); /* cast to what it is */

struct expat_content { /* a content model */
    int type, quantifier;
    char *name;
    unsigned count;
    struct expat_content *children;
};

struct expat_encoding {
    int map[256];
    void *data;
    int (*convert)(void *data, const char *text);
    void (*release)(void *data);
};

struct expat_version {
    int major, minor, micro;
};

struct expat_feature { /* the list ends with number 0 */
    int number;
    const char *name;
    long value;
};

struct expat_library {
    ouro_object base;
    void *(*create)(const char *encoding, const char *separator);
    void *(*create_with_memory)(const char *encoding, const void *memory, const char *separator);
    void *(*create_external)(void *parser, const char *context, const char *encoding);
    void (*destroy)(void *parser);
    int (*parse)(void *parser, const char *text, int size, int is_final);
    void *(*get_buffer)(void *parser, int size);
    int (*parse_buffer)(void *parser, int size, int is_final);
    void (*set_user_data)(void *parser, void *data);
    void (*set_unknown_encoding)(void *parser, int (*handler)(void *, const char *, struct expat_encoding *),
                                 void *data);
    int (*stop)(void *parser, unsigned char is_resumable);
    int (*set_encoding)(void *parser, const char *encoding);
    int (*set_base)(void *parser, const char *base);
    const char *(*get_base)(void *parser);
    int (*set_parameter_entities)(void *parser, int how);
    int (*use_foreign_dtd)(void *parser, unsigned char flag);
    void (*set_triplets)(void *parser, int flag);
    int (*error_code)(void *parser);
    const char *(*error_string)(int code);
    unsigned long (*line)(void *parser);
    unsigned long (*column)(void *parser);
    long (*byte_index)(void *parser);
    const char *(*input_context)(void *parser, int *offset, int *size);
    int (*specified_count)(void *parser);
    void (*free_model)(void *parser, struct expat_content *model);
    const char *(*version)(void);
    struct expat_version (*version_info)(void);
    const struct expat_feature *(*features)(void);
    void (*set[EXPAT_HANDLER_COUNT])(void *parser, expat_function handler);
};

enum { EXPAT_NAMES = 128 }; /* a power of two */

struct expat_parser {
    ouro_object base;
    ouro_runtime *rt;
    struct expat_library *library; /* counted */
    void *parser;                  /* the library's */
    ouro_object *parent;           /* the one whose entity this one reads, which shares state; or NULL */
    ouro_object *intern;           /* dict or NULL */
    ouro_object *handlers[EXPAT_HANDLER_COUNT]; /* callables or NULL */
    ouro_object *names[EXPAT_NAMES]; /* str seen last with this hash, or NULL */
    uint8_t *buffer;               /* of buffer_text: NULL when that is off */
    int buffer_size, buffer_used;
    bool is_ordered, is_specified, has_prefixes;
    bool is_calling; /* a handler runs */
    bool is_parsing;
};

static inline struct expat_parser *expat_parser_of(ouro_object *object)
{
    return (struct expat_parser *)(void *)object;
}

/* Connects the library's parser with the handler of this number, or disconnects it. */
void ouro_expat_connect(struct expat_parser *p, unsigned handler, bool is_connected);
/* Character data is wanted no more by a handler that runs: the library must not lose its place. */
void ouro_expat_connect_silent(struct expat_parser *p);
void ouro_expat_connect_encoding(struct expat_parser *p);
/* After an error: nobody is called any more. */
void ouro_expat_disconnect_all(ouro_runtime *rt, struct expat_parser *p);
/* Hands what buffer_text has kept back to the handler. */
bool ouro_expat_flush(ouro_runtime *rt, struct expat_parser *p);
/* Raises ExpatError for a code of the library; false. */
bool ouro_expat_fail(ouro_runtime *rt, struct expat_parser *p, int code);

/* pyexpat.errors and pyexpat.model */
bool ouro_expat_constants_add(ouro_runtime *rt, ouro_object *module, struct expat_library *library);

#endif
