package io.flinkarrow.parquet;

import io.flinkarrow.parquet.options.ColumnPath;
import io.flinkarrow.parquet.options.WriterProfile;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Those of {@link WriterOptions} that say how the pages of columns are written: of all columns, and
 * of single ones by path. A builder changes its own instance. {@link WriterOptions} copies it, and
 * the copy never changes.
 */
final class ColumnWriterOptions implements Serializable {

  private static final long serialVersionUID = 1L;

  WriterProfile profile = WriterProfile.COMPATIBLE;
  int pageRows = WriterOptions.DEFAULT_PAGE_ROWS;
  boolean pageRowsChosen;
  boolean checksums = true;
  final ColumnChoices all = ColumnChoices.defaults();

  /** In the order in which they were chosen first. */
  private final Map<ColumnPath, ColumnChoices> single = new LinkedHashMap<>();

  ColumnWriterOptions() {}

  ColumnWriterOptions(ColumnWriterOptions other) {
    profile = other.profile;
    pageRows = other.pageRows;
    pageRowsChosen = other.pageRowsChosen;
    checksums = other.checksums;
    all.override(other.all);
    other.single.forEach((path, choices) -> single.put(path, choices.copy()));
  }

  /**
   * Loads the native libraries of the codecs.
   *
   * @throws UnsatisfiedLinkError if this JVM can't load one
   */
  void requireCodecs() {
    all.codec().require();
    single.values().stream()
        .map(ColumnChoices::codec)
        .filter(Objects::nonNull)
        .forEach(CodecChoice::require);
  }

  /**
   * @throws IllegalArgumentException if an encoding or geometries are set, which not every type has
   */
  void setAll(Consumer<ColumnOptions> options) {
    ColumnChoices chosen = new ColumnChoices();
    Objects.requireNonNull(options, "options").accept(new ColumnOptions(chosen));
    if (chosen.encoding() != null) {
      throw new IllegalArgumentException(
          "The encoding %s is set for all columns, but not every type has it. Set it for single columns"
              .formatted(chosen.encoding()));
    }
    if (chosen.geometryMetadata() != null) {
      throw new IllegalArgumentException(
          "All columns are declared to hold geometries. Declare single columns");
    }
    all.override(chosen);
  }

  void setOne(ColumnPath path, Consumer<ColumnOptions> options) {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(options, "options");
    options.accept(new ColumnOptions(single.computeIfAbsent(path, key -> new ColumnChoices())));
  }

  /** What is chosen for a column by paths that name it; later choices win. */
  ColumnChoices ownChoices(List<String> column) {
    ColumnChoices own = new ColumnChoices();
    single.forEach(
        (path, choices) -> {
          if (path.matches(column)) {
            own.override(choices);
          }
        });
    return own;
  }

  /** What is chosen for single columns. */
  Map<ColumnPath, ColumnChoices> single() {
    return single;
  }
}
