package io.flinkarrow.parquet.predicate.pruning;

import io.flinkarrow.parquet.bloom.StoredBloomFilter;
import io.flinkarrow.parquet.file.FileFooter;
import io.flinkarrow.parquet.file.RowGroupChunks;
import io.flinkarrow.parquet.file.RowGroupIndexes;
import io.flinkarrow.parquet.file.StoredPageIndex;
import io.flinkarrow.parquet.input.ParquetInput;
import io.flinkarrow.parquet.options.ColumnPath;
import io.flinkarrow.parquet.page.PageLocations;
import io.flinkarrow.parquet.page.ReadableChunk;
import io.flinkarrow.parquet.predicate.Conjunction;
import io.flinkarrow.parquet.predicate.Predicate;
import io.flinkarrow.parquet.predicate.condition.Condition;
import io.flinkarrow.parquet.predicate.condition.ConditionColumn;
import io.flinkarrow.parquet.predicate.condition.PredicateBinding;
import io.flinkarrow.parquet.predicate.values.ValueRanges;
import io.flinkarrow.parquet.predicate.values.ValueSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which rows of a file may fulfil a predicate, by what the file says of its values: statistics of
 * chunks and pages, Bloom filters and dictionaries. Never guesses: rows are only left out if none
 * of them can fulfil it, and what is missing, unknown, contradictory or malformed leaves out none.
 * What is fetched is bounded, whatever the file states. For one thread.
 */
public final class FilePruning {

  /** More values are not looked for in Bloom filters. */
  private static final int MOST_VALUES_SOUGHT = 32;

  private final ParquetInput file;
  private final FileFooter footer;
  private final Condition<FileColumn> condition;
  private final List<ColumnPath> columns;
  private final Set<Integer> leaves;
  private final Map<Integer, ColumnStatistics> statistics = new HashMap<>();

  private FilePruning(
      ParquetInput file,
      FileFooter footer,
      Condition<FileColumn> condition,
      List<ColumnPath> columns,
      Set<Integer> leaves) {
    this.file = file;
    this.footer = footer;
    this.condition = condition;
    this.columns = columns;
    this.leaves = leaves;
  }

  /**
   * Binds a predicate to a file.
   *
   * @throws IllegalArgumentException if a column of the file can have no conditions, or is of a
   *     type that a literal does not fit
   */
  public static FilePruning of(Predicate predicate, FileFooter footer, ParquetInput file) {
    FileColumns columns = new FileColumns(footer.schema());
    Condition<FileColumn> condition = PredicateBinding.bind(predicate, columns);
    List<ColumnPath> found = new ArrayList<>();
    Set<Integer> leaves = new TreeSet<>();
    for (List<String> path : predicate.columns()) {
      columns
          .find(path)
          .map(ConditionColumn::column)
          .ifPresent(
              column -> {
                found.add(ColumnPath.of(path.toArray(String[]::new)));
                if (column.isLeaf()) {
                  leaves.add(column.leaf());
                }
              });
    }
    return new FilePruning(file, footer, condition, List.copyOf(found), Set.copyOf(leaves));
  }

  /** Those columns of the predicate that the file has. */
  public List<ColumnPath> columns() {
    return columns;
  }

  /** The numbers of the leaf columns of which it is asked what values they have. */
  public Set<Integer> leaves() {
    return leaves;
  }

  /** The columns of a predicate that a file does not have. */
  public static List<List<String>> missing(Predicate predicate, FileFooter footer) {
    FileColumns columns = new FileColumns(footer.schema());
    return predicate.columns().stream().filter(path -> isMissing(path, columns)).toList();
  }

  private static boolean isMissing(List<String> path, FileColumns columns) {
    try {
      return columns.find(path).isEmpty();
    } catch (IllegalArgumentException e) {
      // It is there, but can have no conditions, which is said where it matters.
      return false;
    }
  }

  /**
   * The same by those parts of a conjunction that fit the file's columns: who evaluates all of it
   * later need not know what types files have.
   */
  public static FilePruning ofWhatFits(Predicate predicate, FileFooter footer, ParquetInput file) {
    List<Predicate> parts = predicate instanceof Conjunction all ? all.parts() : List.of(predicate);
    List<Predicate> fitting =
        parts.stream().filter(part -> fits(part, new FileColumns(footer.schema()))).toList();
    return of(Predicate.allOf(fitting), footer, file);
  }

  private static boolean fits(Predicate predicate, FileColumns columns) {
    try {
      PredicateBinding.bind(predicate, columns);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * The rows of a row group that may fulfil the predicate; none if it may be skipped.
   *
   * @param indexes of the {@link #leaves}
   * @throws IOException if the file cannot be read, or a dictionary is damaged
   */
  public RowRanges rows(RowGroupIndexes indexes) throws IOException {
    RowGroupChunks group = indexes.group();
    GroupPruning pruning = new GroupPruning(group, indexes);
    if (!condition.accept(new MayMatch<>(pruning::mayMatchByStatistics))) {
      return RowRanges.NONE;
    }
    RowRanges rows = condition.accept(new PageRows(group.rows(), pruning::rowsByPages));
    return rows.isEmpty() || condition.accept(new MayMatch<>(pruning::mayMatch))
        ? rows
        : RowRanges.NONE;
  }

  /** What is known of one row group; each thing is read once. */
  private final class GroupPruning {

    private final RowGroupChunks group;
    private final RowGroupIndexes indexes;
    private final Map<Integer, Optional<StoredBloomFilter>> filters = new HashMap<>();
    private final Map<Integer, Optional<ChunkDictionary>> dictionaries = new HashMap<>();

    private GroupPruning(RowGroupChunks group, RowGroupIndexes indexes) {
      this.group = group;
      this.indexes = indexes;
    }

    private boolean mayMatchByStatistics(Condition.Test<FileColumn> test) throws IOException {
      FileColumn column = test.column();
      Optional<ReadableChunk> chunk = chunk(column);
      return chunk.isEmpty()
          || statistics(column)
              .ofChunk(chunk.get().metadata(), group.rows())
              .mayBeIn(test.values());
    }

    private boolean mayMatch(Condition.Test<FileColumn> test) throws IOException {
      return mayMatchByStatistics(test) && mayMatchByFilter(test) && mayMatchByDictionary(test);
    }

    private Optional<RowRanges> rowsByPages(Condition.Test<FileColumn> test) throws IOException {
      FileColumn column = test.column();
      Optional<ReadableChunk> chunk = chunk(column);
      if (chunk.isEmpty()) {
        return Optional.empty();
      }
      if (!mayMatchByStatistics(test)) {
        return Optional.of(RowRanges.NONE);
      }
      return indexes.index(column.leaf()).map(index -> matching(index, column, test.values()));
    }

    private RowRanges matching(StoredPageIndex index, FileColumn column, ValueSet values) {
      List<RowRanges.Range> ranges = new ArrayList<>();
      PageLocations pages = index.pages();
      for (int page = 0; page < pages.count(); page++) {
        if (statistics(column).ofPage(index, page).mayBeIn(values)) {
          ranges.add(new RowRanges.Range(pages.firstRow(page), pages.endRow(page)));
        }
      }
      return RowRanges.joined(ranges);
    }

    private boolean mayMatchByFilter(Condition.Test<FileColumn> test) throws IOException {
      FileColumn column = test.column();
      Optional<ReadableChunk> chunk = chunk(column);
      Optional<List<byte[]>> sought =
          column.keys().flatMap(keys -> keys.valuesOf(test.values(), MOST_VALUES_SOUGHT));
      if (chunk.isEmpty() || sought.isEmpty() || !column.mayHaveFilter()) {
        return true;
      }
      if (!filters.containsKey(column.leaf())) {
        filters.put(
            column.leaf(),
            StoredBloomFilter.open(
                file, chunk.get().metadata(), chunk.get().decryption(), place(column)));
      }
      Optional<StoredBloomFilter> filter = filters.get(column.leaf());
      if (filter.isEmpty()) {
        return true;
      }
      for (byte[] value : sought.get()) {
        if (filter.get().mayContain(value)) {
          return true;
        }
      }
      return false;
    }

    private boolean mayMatchByDictionary(Condition.Test<FileColumn> test) throws IOException {
      FileColumn column = test.column();
      Optional<ReadableChunk> chunk = chunk(column);
      boolean asksForNulls =
          ValueRanges.keys(test.values()).isEmpty() && ValueRanges.bytes(test.values()).isEmpty();
      if (chunk.isEmpty() || asksForNulls) {
        return true;
      }
      if (!dictionaries.containsKey(column.leaf())) {
        dictionaries.put(
            column.leaf(), ChunkDictionary.read(file, footer, chunk.get(), column, place(column)));
      }
      return dictionaries
          .get(column.leaf())
          .map(found -> found.mayHold(test.values()))
          .orElse(true);
    }

    private String place(FileColumn column) {
      return "of column '%s' in %s"
          .formatted(String.join(".", column.descriptor().getPath()), group.place(file));
    }

    /** Empty if nothing is known of the column here. */
    private Optional<ReadableChunk> chunk(FileColumn column) throws IOException {
      return column.isLeaf() ? indexes.chunk(column.leaf()) : Optional.empty();
    }

    private ColumnStatistics statistics(FileColumn column) {
      return statistics.computeIfAbsent(
          column.leaf(), leaf -> new ColumnStatistics(column, footer));
    }
  }
}
