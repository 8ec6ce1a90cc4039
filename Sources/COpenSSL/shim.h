#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/sha.h>
#include <openssl/ts.h>

/* SHA-256 of one byte and what follows it. Through EVP, a hash of this length costs a quarter to a half more. */
static inline void quittance_sha256(unsigned char first, const void *rest, size_t count, unsigned char *digest) {
    SHA256_CTX context;
    SHA256_Init(&context);
    SHA256_Update(&context, &first, 1);
    SHA256_Update(&context, rest, count);
    SHA256_Final(digest, &context);
}

/* Nothing of OpenSSL's: has memory fetched while something is hashed. */
static inline void quittance_prefetch(const void *place) { __builtin_prefetch(place); }
