/*
 * For clang's static analyzer, which sees one file at a time: who makes a failure returns
 * the status that it was given, and that is one.
 */
#include "base/document.h"
#include "base/error.h"

#define kho__fail(status, ...) (kho__fail(status, __VA_ARGS__), (kho_status)(status))
#define kho__fail_at(status, ...)                                                        \
 (kho__fail_at(status, __VA_ARGS__), (kho_status)(status))
#define kho__fail_node(...) ((void)kho__fail_node(__VA_ARGS__), KHO_EINVALID)
#define kho__fail_memory() ((void)kho__fail_memory(), KHO_EMEMORY)
