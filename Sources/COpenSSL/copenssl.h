#pragma once
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/sha.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

// Values whose macros have casts or calls in them, which Swift does not import.
static const uint64_t ibt_ssl_no_renegotiation = SSL_OP_NO_RENEGOTIATION;
static const uint64_t ibt_ssl_no_compression = SSL_OP_NO_COMPRESSION;
static const uint64_t ibt_ssl_server_preference = SSL_OP_CIPHER_SERVER_PREFERENCE;
static const uint64_t ibt_ssl_prioritize_chacha = SSL_OP_PRIORITIZE_CHACHA;
static const uint64_t ibt_ssl_ignore_unexpected_eof = SSL_OP_IGNORE_UNEXPECTED_EOF;
static const unsigned long ibt_name_one_line = XN_FLAG_RFC2253;

// The library's macro casts the callback through an untyped function pointer.
static inline void ibt_ssl_set_servername_callback(
    SSL_CTX *context, int (*callback)(SSL *, int *, void *), void *argument) {
    SSL_CTX_set_tlsext_servername_callback(context, callback);
    SSL_CTX_set_tlsext_servername_arg(context, argument);
}
