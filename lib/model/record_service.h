/* The services of a record. */
#ifndef KHO_MODEL_RECORD_SERVICE_H
#define KHO_MODEL_RECORD_SERVICE_H

#include "base/kept_json.h"
#include "model/record.h"

/* [[place,method,kind,mode,new,clients,age],..]; new and age are null where not said. */
void kho__services_write(kho__buffer *out, const kho_service *services, size_t count);

/* The same, read into the arena. */
void kho__services_read(
    kho__kept *in, kho__arena *arena, kho_service **out, size_t *count);

/* The first field in which two services differ; NULL: none. */
const char *kho__service_difference(const kho_service *a, const kho_service *b);

/* What a field of one of so many is called: "service.kind", or "service[1].kind". */
const char *kho__service_field(
    char *buffer, size_t size, size_t count, size_t i, const char *field);

#endif
