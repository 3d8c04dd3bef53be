package io.flinkarrow.parquet;

import io.flinkarrow.parquet.column.BloomFilterSettings;
import io.flinkarrow.parquet.geo.GeometryField;
import io.flinkarrow.parquet.options.ColumnEncryption;
import io.flinkarrow.parquet.options.FloatingPointOrder;
import io.flinkarrow.parquet.options.GeometryCovering;
import io.flinkarrow.parquet.options.PageVersion;
import io.flinkarrow.parquet.options.StatisticsLevel;
import io.flinkarrow.parquet.options.ValueEncoding;
import io.flinkarrow.parquet.statistics.StatisticsSettings;
import java.io.Serializable;
import java.util.Objects;
import javax.annotation.Nullable;

/**
 * What options say of columns: of all, or of one. What is null was not chosen. A builder changes
 * its own instance; what {@link WriterOptions} holds is a copy that never changes.
 */
final class ColumnChoices implements Serializable {

  private static final long serialVersionUID = 1L;

  /** The longest character of UTF-8 must fit, and two bounds into the room of a footer. */
  private static final int LEAST_BOUND = 4;

  private static final int MOST_BOUND = 2047;

  @Nullable private CodecChoice codec;
  @Nullable private Boolean dictionary;
  @Nullable private Integer dictionaryBytes;
  @Nullable private ValueEncoding encoding;
  @Nullable private GeometryCovering covering;
  @Nullable private String geometryMetadata;
  @Nullable private String coordinateReferenceSystem;
  @Nullable private Integer pageBytes;
  @Nullable private ColumnEncryption encryption;
  @Nullable private PageVersion pageVersion;
  @Nullable private Boolean distinctCounts;
  @Nullable private Boolean bloomFilter;
  @Nullable private Double bloomFilterFalsePositiveProbability;
  @Nullable private Long bloomFilterDistinctValues;
  @Nullable private Integer bloomFilterBytes;
  @Nullable private StatisticsLevel statistics;
  @Nullable private Integer boundsLength;
  @Nullable private FloatingPointOrder floatingPointOrder;

  /** What holds for a column that nothing is chosen for. */
  static ColumnChoices defaults() {
    ColumnChoices defaults = new ColumnChoices();
    defaults.codec = CodecChoice.atDefaultLevel(WriterOptions.DEFAULT_CODEC);
    defaults.dictionary = true;
    defaults.dictionaryBytes = WriterOptions.DEFAULT_DICTIONARY_BYTES;
    defaults.pageBytes = WriterOptions.DEFAULT_PAGE_BYTES;
    defaults.pageVersion = PageVersion.V1;
    defaults.distinctCounts = false;
    defaults.bloomFilter = false;
    defaults.bloomFilterFalsePositiveProbability =
        ColumnOptions.DEFAULT_BLOOM_FILTER_FALSE_POSITIVE_PROBABILITY;
    defaults.bloomFilterDistinctValues = 0L;
    defaults.bloomFilterBytes = ColumnOptions.DEFAULT_BLOOM_FILTER_BYTES;
    defaults.statistics = StatisticsSettings.DEFAULT.level();
    defaults.boundsLength = StatisticsSettings.DEFAULT.boundsLength();
    defaults.floatingPointOrder = StatisticsSettings.DEFAULT.order();
    return defaults;
  }

  ColumnChoices copy() {
    return new ColumnChoices().override(this);
  }

  /** Takes over what the other has chosen, and returns itself. */
  ColumnChoices override(ColumnChoices other) {
    codec = chosen(other.codec, codec);
    dictionary = chosen(other.dictionary, dictionary);
    dictionaryBytes = chosen(other.dictionaryBytes, dictionaryBytes);
    encoding = chosen(other.encoding, encoding);
    covering = chosen(other.covering, covering);
    geometryMetadata = chosen(other.geometryMetadata, geometryMetadata);
    coordinateReferenceSystem = chosen(other.coordinateReferenceSystem, coordinateReferenceSystem);
    pageBytes = chosen(other.pageBytes, pageBytes);
    encryption = chosen(other.encryption, encryption);
    pageVersion = chosen(other.pageVersion, pageVersion);
    distinctCounts = chosen(other.distinctCounts, distinctCounts);
    bloomFilter = chosen(other.bloomFilter, bloomFilter);
    bloomFilterFalsePositiveProbability =
        chosen(other.bloomFilterFalsePositiveProbability, bloomFilterFalsePositiveProbability);
    bloomFilterDistinctValues = chosen(other.bloomFilterDistinctValues, bloomFilterDistinctValues);
    bloomFilterBytes = chosen(other.bloomFilterBytes, bloomFilterBytes);
    statistics = chosen(other.statistics, statistics);
    boundsLength = chosen(other.boundsLength, boundsLength);
    floatingPointOrder = chosen(other.floatingPointOrder, floatingPointOrder);
    return this;
  }

  @Nullable
  private static <T> T chosen(@Nullable T other, @Nullable T own) {
    return other == null ? own : other;
  }

  /** A column with an encoding of its own begins with a dictionary only if it is asked for. */
  ColumnChoices withoutDictionaryIfEncoded() {
    if (encoding != null && dictionary == null) {
      dictionary = false;
    }
    return this;
  }

  ColumnChoices withoutEncoding() {
    encoding = null;
    return this;
  }

  CodecChoice codec() {
    return codec;
  }

  void codec(CodecChoice chosen) {
    codec = chosen;
  }

  boolean dictionary() {
    return dictionary;
  }

  void dictionary(boolean enabled) {
    dictionary = enabled;
  }

  int dictionaryBytes() {
    return dictionaryBytes;
  }

  void dictionaryBytes(int bytes) {
    dictionaryBytes = OptionChecks.onePage("dictionaryBytes", bytes);
  }

  @Nullable
  ValueEncoding encoding() {
    return encoding;
  }

  void encoding(ValueEncoding chosen) {
    encoding = Objects.requireNonNull(chosen, "encoding");
  }

  @Nullable
  GeometryCovering covering() {
    return covering;
  }

  void covering(GeometryCovering chosen) {
    covering = Objects.requireNonNull(chosen, "covering");
  }

  /** GeoArrow's metadata of a column that is declared to hold geometries. */
  @Nullable
  String geometryMetadata() {
    return geometryMetadata;
  }

  void geometryMetadata(String metadata) {
    geometryMetadata = Objects.requireNonNull(metadata, "metadata");
  }

  /** PROJJSON or a known name, in place of what the field of geometries says. */
  @Nullable
  String coordinateReferenceSystem() {
    return coordinateReferenceSystem;
  }

  void coordinateReferenceSystem(String system) {
    GeometryField.checkSystem(Objects.requireNonNull(system, "system"));
    coordinateReferenceSystem = system;
  }

  int pageBytes() {
    return pageBytes;
  }

  void pageBytes(int bytes) {
    pageBytes = OptionChecks.onePage("pageBytes", bytes);
  }

  @Nullable
  ColumnEncryption encryption() {
    return encryption;
  }

  void encryption(ColumnEncryption chosen) {
    encryption = Objects.requireNonNull(chosen, "encryption");
  }

  PageVersion pageVersion() {
    return pageVersion;
  }

  void pageVersion(PageVersion version) {
    pageVersion = Objects.requireNonNull(version, "pageVersion");
  }

  boolean distinctCounts() {
    return distinctCounts;
  }

  void distinctCounts(boolean enabled) {
    distinctCounts = enabled;
  }

  /** Whether Bloom filters are asked for; null if that was not chosen. */
  @Nullable
  Boolean bloomFilter() {
    return bloomFilter;
  }

  void bloomFilter(boolean enabled) {
    bloomFilter = enabled;
  }

  void bloomFilterFalsePositiveProbability(double probability) {
    bloomFilterFalsePositiveProbability =
        OptionChecks.probability("bloomFilterFalsePositiveProbability", probability);
  }

  void bloomFilterDistinctValues(long count) {
    bloomFilterDistinctValues = OptionChecks.atLeast("bloomFilterDistinctValues", count, 0);
  }

  void bloomFilterBytes(int bytes) {
    bloomFilterBytes = OptionChecks.bloomFilter("bloomFilterBytes", bytes);
  }

  /** How Bloom filters are made, if there are any. */
  BloomFilterSettings bloomFilterSettings() {
    return new BloomFilterSettings(
        bloomFilterFalsePositiveProbability,
        bloomFilterDistinctValues,
        Integer.highestOneBit(bloomFilterBytes));
  }

  void statistics(StatisticsLevel level) {
    statistics = Objects.requireNonNull(level, "level");
  }

  @Nullable
  FloatingPointOrder floatingPointOrder() {
    return floatingPointOrder;
  }

  void floatingPointOrder(FloatingPointOrder order) {
    floatingPointOrder = Objects.requireNonNull(order, "order");
  }

  /** The statistics of a column, whose type decides whether it has an order of its own. */
  StatisticsSettings statisticsSettings(FloatingPointOrder order) {
    return new StatisticsSettings(statistics, boundsLength, order);
  }

  void boundsLength(int bytes) {
    boundsLength = OptionChecks.between("boundsLength", bytes, LEAST_BOUND, MOST_BOUND);
  }
}
