/**
 * What the types of immutable stream elements have in common.
 *
 * <p>From: a class of elements and its serializer. To: Flink's type information. Knows Flink's
 * types.
 */
package io.flinkarrow.element;
