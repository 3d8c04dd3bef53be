/**
 * Arrow's vectors become bodies and the other way round. The only package of {@code batch} that
 * needs an allocator.
 *
 * <p>From: roots and dictionaries. To: bodies, which need no memory of Arrow's any more.
 */
package io.flinkarrow.batch.vectors;
