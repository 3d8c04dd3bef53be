package io.flinkarrow.parquet;

import io.flinkarrow.parquet.options.ColumnEncryption;
import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.parquet.options.FloatingPointOrder;
import io.flinkarrow.parquet.options.GeometryCovering;
import io.flinkarrow.parquet.options.PageVersion;
import io.flinkarrow.parquet.options.StatisticsLevel;
import io.flinkarrow.parquet.options.ValueEncoding;

/**
 * Collects options of leaf columns: of all ({@link WriterOptions.Builder#columns}), or of one
 * ({@link WriterOptions.Builder#column}). What is not set for one column is as for all.
 */
public final class ColumnOptions {

  /** Default of {@link #bloomFilterFalsePositiveProbability(double)}. */
  public static final double DEFAULT_BLOOM_FILTER_FALSE_POSITIVE_PROBABILITY = 0.01;

  /** Default of {@link #bloomFilterBytes(int)}: 1 MiB. */
  public static final int DEFAULT_BLOOM_FILTER_BYTES = 1 << 20;

  private final ColumnChoices choices;

  ColumnOptions(ColumnChoices choices) {
    this.choices = choices;
  }

  /** Compresses pages: {@code column("text", text -> text.codec(CompressionCodec.SNAPPY))}. */
  public ColumnOptions codec(CompressionCodec codec) {
    choices.codec(CodecChoice.atDefaultLevel(codec));
    return this;
  }

  /** The same at a level: {@code column("text", text -> text.codec(CompressionCodec.ZSTD, 9))}. */
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

  /** Whether to try a dictionary first: {@code column("id", id -> id.dictionary(false))}. */
  public ColumnOptions dictionary(boolean enabled) {
    choices.dictionary(enabled);
    return this;
  }

  /** The most bytes of one: {@code column("city", city -> city.dictionaryBytes(4 << 20))}. */
  public ColumnOptions dictionaryBytes(int bytes) {
    choices.dictionaryBytes(bytes);
    return this;
  }

  /**
   * As {@link WriterOptions.Builder#columnEncoding}: {@code column("id", id ->
   * id.encoding(ValueEncoding.DELTA_BINARY_PACKED))}.
   */
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
   * The coordinate reference system of a column of geometries at the top of the schema, as PROJJSON
   * or as a name that is known, such as {@code EPSG:3857}; {@code columns(all ->
   * all.coordinateReferenceSystem("EPSG:25832"))} is for all such columns. Default: what the field
   * says.
   *
   * @throws IllegalArgumentException if it is neither PROJJSON nor a known name
   */
  public ColumnOptions coordinateReferenceSystem(String system) {
    choices.coordinateReferenceSystem(system);
    return this;
  }

  /**
   * By which key the column is encrypted, for files with {@link WriterOptions.Builder#encryption}:
   * {@code column("name", name -> name.encryption(ColumnEncryption.COLUMN_KEY))}. Default: the
   * footer's.
   */
  public ColumnOptions encryption(ColumnEncryption encryption) {
    choices.encryption(encryption);
    return this;
  }

  /** The most bytes of a page: {@code column("text", text -> text.pageBytes(64 << 10))}. */
  public ColumnOptions pageBytes(int bytes) {
    choices.pageBytes(bytes);
    return this;
  }

  /**
   * The version of data pages: {@code columns(all -> all.pageVersion(PageVersion.V2))}. Version 2
   * lets readers skip by levels without decompressing, and leaves values uncompressed that do not
   * shrink; some readers do not know it. Default: {@link PageVersion#V1}.
   */
  public ColumnOptions pageVersion(PageVersion version) {
    choices.pageVersion(version);
    return this;
  }

  /**
   * For which parts of the file there are minima, maxima and null counts: {@code column("payload",
   * column -> column.statistics(StatisticsLevel.OFF))}. Default: {@link StatisticsLevel#PAGE}.
   */
  public ColumnOptions statistics(StatisticsLevel level) {
    choices.statistics(level);
    return this;
  }

  /**
   * Whether statistics say how many distinct values a row group has, where that is known exactly:
   * if all of its pages refer to a dictionary. Never of floating-point columns, whose zeros are
   * two: {@code columns(all -> all.distinctCounts(true))}. Default: no.
   */
  public ColumnOptions distinctCounts(boolean enabled) {
    choices.distinctCounts(enabled);
    return this;
  }

  /**
   * Whether row groups have a Bloom filter, by which readers skip those that cannot hold a value
   * that they look for. A chunk whose pages all refer to its dictionary has none, because the
   * dictionary tells more: {@code column("id", column -> column.dictionary(false)
   * .bloomFilter(true))} has one in any case. BOOLEAN columns have none; asked for by its path,
   * such a column is refused. Default: no.
   */
  public ColumnOptions bloomFilter(boolean enabled) {
    choices.bloomFilter(enabled);
    return this;
  }

  /**
   * How often a Bloom filter may claim a value that the row group does not have: {@code
   * bloomFilter(true).bloomFilterFalsePositiveProbability(0.001)}. Default: 0.01.
   */
  public ColumnOptions bloomFilterFalsePositiveProbability(double probability) {
    choices.bloomFilterFalsePositiveProbability(probability);
    return this;
  }

  /**
   * Gives each Bloom filter the size for so many distinct values of a row group, however many there
   * are: {@code bloomFilter(true).bloomFilterDistinctValues(50_000)}. 0, the default, gives it the
   * size for those that there are.
   */
  public ColumnOptions bloomFilterDistinctValues(long count) {
    choices.bloomFilterDistinctValues(count);
    return this;
  }

  /**
   * The most bytes of a Bloom filter, rounded down to a power of two: {@code
   * bloomFilter(true).bloomFilterBytes(64 << 10)}. Past it, false positives are more frequent; a
   * filter that would claim more than half of all values is left out. From 1 KiB to 128 MiB, by
   * default 1 MiB.
   */
  public ColumnOptions bloomFilterBytes(int bytes) {
    choices.bloomFilterBytes(bytes);
    return this;
  }

  /**
   * By which order a column of floating point numbers has its minima and maxima: {@code columns(all
   * -> all.floatingPointOrder(FloatingPointOrder.IEEE_754_TOTAL_ORDER))} keeps them beside NaNs,
   * which are counted. Other columns have only their own order; asked for by its path, such a
   * column is refused. Default: {@link FloatingPointOrder#TYPE_DEFINED}, which all readers know.
   */
  public ColumnOptions floatingPointOrder(FloatingPointOrder order) {
    choices.floatingPointOrder(order);
    return this;
  }

  /**
   * The most bytes of minima and maxima, 4 to 2047; longer values are truncated to bounds of them:
   * {@code column("url", column -> column.boundsLength(256))}. Numbers, decimals and byte strings
   * of a fixed length are never truncated. Default: 64.
   */
  public ColumnOptions boundsLength(int bytes) {
    choices.boundsLength(bytes);
    return this;
  }
}
