package io.flinkarrow.parquet.geo;

/**
 * A leaf column of geometries.
 *
 * @param ordinal position among the leaves of the Parquet schema
 * @param path dotted path in the Parquet schema
 * @param atRoot whether it is a column of the table, not a part of one
 */
public record GeometryColumn(int ordinal, String path, boolean atRoot, GeometryMetadata metadata) {}
