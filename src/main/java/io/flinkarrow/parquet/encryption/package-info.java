/**
 * Parquet's modular encryption. The modules of a file are its page headers, pages, indexes, column
 * metadata and footer; each is encrypted by itself, bound to its place in the file.
 *
 * <p>From: serialized modules, and keys of the user's provider. To: encrypted modules, and what the
 * footer says of the encryption. Files without encryption go through as they are. For reading, the
 * way back: from modules to what was serialized.
 */
package io.flinkarrow.parquet.encryption;
