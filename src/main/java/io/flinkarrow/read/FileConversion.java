package io.flinkarrow.read;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.ipc.SchemaPolicy;
import io.flinkarrow.parquet.schema.SchemaDifference;
import io.flinkarrow.reconcile.BatchReconciler;
import io.flinkarrow.reconcile.ComparableSchema;
import io.flinkarrow.reconcile.SchemaReconciliation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * How batches of one file become batches of the wanted schema, if the policy has a way. For batches
 * that follow one another.
 */
final class FileConversion {

  private static final int MOST_DIFFERENCES = 5;

  private final BatchSchema wanted;
  private final long maximumBytes;

  /**
   * By name, the nodes of columns that must have no nulls here, though the file could have some.
   */
  private final Map<String, Integer> required;

  /** Null if only the schema's metadata differs. */
  @Nullable private final BatchReconciler reconciler;

  /** Of the batch that is converted. */
  private long bytes;

  private FileConversion(
      BatchSchema wanted,
      long maximumBytes,
      Map<String, Integer> required,
      @Nullable SchemaReconciliation reconciliation) {
    this.wanted = wanted;
    this.maximumBytes = maximumBytes;
    this.required = required;
    this.reconciler = reconciliation == null ? null : reconciliation.reconciler(this::charge);
  }

  /**
   * @param maximumBytes of a batch that is converted
   * @throws UnsupportedOperationException if the policy has no way; lists the first differences
   */
  static FileConversion of(
      String file, BatchSchema came, BatchSchema wanted, SchemaPolicy policy, long maximumBytes) {
    Schema bareCame = ComparableSchema.of(came.schema());
    Schema bareWanted = ComparableSchema.of(wanted.schema());
    if (bareCame.equals(bareWanted)) {
      return new FileConversion(wanted, maximumBytes, Map.of(), null);
    }
    if (policy == SchemaPolicy.EXACT) {
      throw refused(file, policy, SchemaDifference.between(bareWanted, bareCame).lines());
    }
    SchemaReconciliation reconciliation =
        SchemaReconciliation.between(came, wanted, policy == SchemaPolicy.WIDENING);
    List<String> differences = new ArrayList<>(reconciliation.differences());
    Map<String, Integer> required = new LinkedHashMap<>();
    if (differences.isEmpty()) {
      require(bareCame.getFields(), reconciliation.checked().schema(), required, differences);
    }
    if (!differences.isEmpty()) {
      throw refused(file, policy, differences);
    }
    return new FileConversion(wanted, maximumBytes, required, reconciliation);
  }

  private static UnsupportedOperationException refused(
      String file, SchemaPolicy policy, List<String> lines) {
    String more =
        lines.size() > MOST_DIFFERENCES
            ? "; and %d more differences".formatted(lines.size() - MOST_DIFFERENCES)
            : "";
    return new UnsupportedOperationException(
        "The schema of %s cannot become the wanted one by the policy %s: %s%s"
            .formatted(
                file,
                policy,
                String.join("; ", lines.subList(0, Math.min(lines.size(), MOST_DIFFERENCES))),
                more));
  }

  /** Finds what must have no nulls in batches that may have some. */
  private static void require(
      List<Field> came, Schema checked, Map<String, Integer> nodes, List<String> differences) {
    int node = 0;
    for (int column = 0; column < came.size(); column++) {
      Field field = came.get(column);
      Field strict = checked.getFields().get(column);
      if (field.isNullable() && !strict.isNullable()) {
        nodes.put(field.getName(), node);
      }
      requireSameBelow("field '" + field.getName() + "'", field, strict, differences);
      node += nodes(field);
    }
  }

  /** A null in a null struct is none. */
  private static void requireSameBelow(
      String where, Field came, Field strict, List<String> differences) {
    for (int child = 0; child < came.getChildren().size(); child++) {
      Field field = came.getChildren().get(child);
      Field wanted = strict.getChildren().get(child);
      String place = "%s child '%s'".formatted(where, field.getName());
      if (field.isNullable() && !wanted.isNullable()) {
        differences.add(SchemaDifference.line(place, wanted, field));
      }
      requireSameBelow(place, field, wanted, differences);
    }
  }

  /** Children of a dictionary-encoded field are in its dictionary. */
  private static int nodes(Field field) {
    return field.getDictionary() != null
        ? 1
        : 1 + field.getChildren().stream().mapToInt(FileConversion::nodes).sum();
  }

  /**
   * The same rows.
   *
   * @param firstRow the number of the first row in its row group, for messages
   * @param lastRow that of the last one
   * @param place the row group
   * @throws IOException if values do not fit, or take too much
   */
  RecordBatch convert(RecordBatch batch, long firstRow, long lastRow, String place)
      throws IOException {
    if (reconciler == null) {
      return RecordBatch.of(wanted, batch.rowCount(), batch.body(), batch.dictionaries());
    }
    for (Map.Entry<String, Integer> column : required.entrySet()) {
      if (batch.body().nullCounts()[column.getValue()] > 0) {
        throw new IOException(
            "Column '%s' is declared NOT NULL but holds a null in rows %d to %d of %s: declare it nullable"
                .formatted(column.getKey(), firstRow, lastRow, place));
      }
    }
    bytes = 0;
    try {
      return reconciler.reconcile(batch);
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "Rows %d to %d of %s cannot become those of the wanted schema: %s"
              .formatted(firstRow, lastRow, place, e.getMessage()),
          e);
    }
  }

  private void charge(long more) throws IOException {
    bytes += more;
    if (bytes > maximumBytes || bytes < 0) {
      throw new IOException(
          "A batch needs more than %d bytes to become one of the wanted schema. Read fewer rows at a time (batchRows), or raise maximumPageBytes"
              .formatted(maximumBytes));
    }
  }
}
