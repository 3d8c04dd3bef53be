package io.flinkarrow.parquet;

import io.flinkarrow.parquet.options.ColumnEncryption;
import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.parquet.options.GeometryCovering;
import io.flinkarrow.parquet.options.ValueEncoding;

/**
 * Collects options of leaf columns: of all ({@link WriterOptions.Builder#columns}), or of one
 * ({@link WriterOptions.Builder#column}). What is not set for one column is as for all.
 */
public final class ColumnOptions {

  private final ColumnChoices choices;

  ColumnOptions(ColumnChoices choices) {
    this.choices = choices;
  }

  /** Compresses pages with {@code codec} at its default level. */
  public ColumnOptions codec(CompressionCodec codec) {
    choices.codec(CodecChoice.atDefaultLevel(codec));
    return this;
  }

  /** Compresses pages with {@code codec} at {@code level}. */
  public ColumnOptions codec(CompressionCodec codec, int level) {
    choices.codec(new CodecChoice(codec, level));
    return this;
  }

  /**
   * Adds a column with the bounding box of each geometry of this one, called {@code bbox}, by which
   * readers of GeoParquet 1.1 skip pages: {@code columns(all ->
   * all.covering(GeometryCovering.SINGLE))}. Default: none.
   */
  public ColumnOptions covering(GeometryCovering covering) {
    choices.covering(covering);
    return this;
  }

  /** As {@link WriterOptions.Builder#dictionary(boolean)}. */
  public ColumnOptions dictionary(boolean enabled) {
    choices.dictionary(enabled);
    return this;
  }

  /** As {@link WriterOptions.Builder#dictionaryBytes(int)}. */
  public ColumnOptions dictionaryBytes(int bytes) {
    choices.dictionaryBytes(bytes);
    return this;
  }

  /** As {@link WriterOptions.Builder#columnEncoding}. */
  public ColumnOptions encoding(ValueEncoding encoding) {
    choices.encoding(encoding);
    return this;
  }

  /**
   * Declares a binary column at the top of the schema to hold geometries as WKB, as if its field
   * had the extension type {@code geoarrow.wkb}. For example, {@code column("place", column ->
   * column.geometryMetadata("{\"crs\": \"OGC:CRS84\"}"))} for longitude and latitude.
   *
   * @param metadata that extension type's metadata; {@code "{}"} if the coordinate reference system
   *     is not known
   */
  public ColumnOptions geometryMetadata(String metadata) {
    choices.geometryMetadata(metadata);
    return this;
  }

  /**
   * By which key the column is encrypted, for files with {@link WriterOptions.Builder#encryption}.
   * Default: the footer's.
   */
  public ColumnOptions encryption(ColumnEncryption encryption) {
    choices.encryption(encryption);
    return this;
  }

  /** As {@link WriterOptions.Builder#pageBytes(int)}. */
  public ColumnOptions pageBytes(int bytes) {
    choices.pageBytes(bytes);
    return this;
  }
}
