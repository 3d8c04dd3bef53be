package io.flinkarrow.parquet;

import io.flinkarrow.parquet.options.ColumnEncryption;
import io.flinkarrow.parquet.options.GeometryCovering;
import io.flinkarrow.parquet.options.ValueEncoding;
import java.io.Serializable;
import java.util.Objects;
import javax.annotation.Nullable;

/**
 * What options say of columns: of all, or of one. What is null was not chosen. A builder changes
 * its own instance; what {@link WriterOptions} holds is a copy that never changes.
 */
final class ColumnChoices implements Serializable {

  private static final long serialVersionUID = 1L;

  @Nullable private CodecChoice codec;
  @Nullable private Boolean dictionary;
  @Nullable private Integer dictionaryBytes;
  @Nullable private ValueEncoding encoding;
  @Nullable private GeometryCovering covering;
  @Nullable private String geometryMetadata;
  @Nullable private Integer pageBytes;
  @Nullable private ColumnEncryption encryption;

  /** What holds for a column that nothing is chosen for. */
  static ColumnChoices defaults() {
    ColumnChoices defaults = new ColumnChoices();
    defaults.codec = CodecChoice.atDefaultLevel(WriterOptions.DEFAULT_CODEC);
    defaults.dictionary = true;
    defaults.dictionaryBytes = WriterOptions.DEFAULT_DICTIONARY_BYTES;
    defaults.pageBytes = WriterOptions.DEFAULT_PAGE_BYTES;
    return defaults;
  }

  ColumnChoices copy() {
    return new ColumnChoices().override(this);
  }

  /** Takes over what the other has chosen, and returns itself. */
  ColumnChoices override(ColumnChoices other) {
    codec = other.codec == null ? codec : other.codec;
    dictionary = other.dictionary == null ? dictionary : other.dictionary;
    dictionaryBytes = other.dictionaryBytes == null ? dictionaryBytes : other.dictionaryBytes;
    encoding = other.encoding == null ? encoding : other.encoding;
    covering = other.covering == null ? covering : other.covering;
    geometryMetadata = other.geometryMetadata == null ? geometryMetadata : other.geometryMetadata;
    pageBytes = other.pageBytes == null ? pageBytes : other.pageBytes;
    encryption = other.encryption == null ? encryption : other.encryption;
    return this;
  }

  /** A column with an encoding of its own begins with a dictionary only if it is asked for. */
  ColumnChoices withoutDictionaryIfEncoded() {
    if (encoding != null && dictionary == null) {
      dictionary = false;
    }
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
}
