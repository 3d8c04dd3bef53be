/**
 * Geometry columns: which fields hold geometries, what their values have in common, and what the
 * footer says of both.
 *
 * <p>From: Arrow fields and, through {@code parquet.column}, WKB. To: logical types for {@code
 * parquet.schema}, statistics, and the entry {@code geo} of a file's metadata.
 */
package io.flinkarrow.parquet.geo;
