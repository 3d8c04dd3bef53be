package io.flinkarrow.ipc;

import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.ipc.body.MalformedBytesException;
import io.flinkarrow.ipc.check.SentWidths;
import io.flinkarrow.parquet.schema.SchemaDifference;
import io.flinkarrow.reconcile.ComparableSchema;
import io.flinkarrow.reconcile.SchemaReconciliation;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The schema that every decoded batch has, and the schemas of payloads that can be converted to it
 * under a policy. Metadata may always differ, except for that of extension types; batches get the
 * expected schema's.
 */
final class ExpectedSchema {

  private static final int MOST_DIFFERENCES = 5;

  private final BatchSchema expected;
  private final SchemaPolicy policy;
  private final Schema compared;

  ExpectedSchema(BatchSchema expected, SchemaPolicy policy) {
    this.expected = expected;
    this.policy = policy;
    this.compared = ComparableSchema.of(expected.schema());
  }

  BatchSchema schema() {
    return expected;
  }

  /**
   * How batches of {@code actual} become those of the expected schema.
   *
   * @param where where in the payload the schema lies
   * @throws MalformedBytesException if the policy has no way
   */
  PayloadSchema accept(BatchSchema actual, int where) throws MalformedBytesException {
    Schema bare = ComparableSchema.of(actual.schema());
    if (compared.equals(bare)) {
      return PayloadSchema.of(actual, expected);
    }
    if (policy == SchemaPolicy.EXACT) {
      throw new MalformedBytesException(
          where,
          "The payload's schema is not the expected one%s: %s"
              .formatted(remedy(actual), joined(SchemaDifference.between(compared, bare).lines())));
    }
    SchemaReconciliation reconciliation = reconciliation(actual, policy);
    if (!reconciliation.differences().isEmpty()) {
      throw new MalformedBytesException(
          where,
          "The payload's schema cannot become the expected one by the policy %s: %s"
              .formatted(policy, joined(reconciliation.differences())));
    }
    return new PayloadSchema(
        actual, reconciliation.checked(), Optional.of(reconciliation), SentWidths.AS_DECODED);
  }

  /** The strictest policy that reads the schema, as a clause; empty if none does. */
  private String remedy(BatchSchema actual) {
    for (SchemaPolicy other : List.of(SchemaPolicy.COMPATIBLE, SchemaPolicy.WIDENING)) {
      if (reconciliation(actual, other).differences().isEmpty()) {
        return ", but SchemaPolicy.%s reads it".formatted(other);
      }
    }
    return "";
  }

  private SchemaReconciliation reconciliation(BatchSchema actual, SchemaPolicy by) {
    return SchemaReconciliation.between(actual, expected, by == SchemaPolicy.WIDENING);
  }

  private static String joined(List<String> lines) {
    String more =
        lines.size() > MOST_DIFFERENCES
            ? "; and %d more differences".formatted(lines.size() - MOST_DIFFERENCES)
            : "";
    return String.join("; ", lines.subList(0, Math.min(lines.size(), MOST_DIFFERENCES))) + more;
  }
}
