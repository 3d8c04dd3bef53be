/**
 * Hashes that are the same in each process and version, because they are stored.
 *
 * <p>From: byte ranges. To: numbers. Knows nothing else.
 */
package io.flinkarrow.hash;
