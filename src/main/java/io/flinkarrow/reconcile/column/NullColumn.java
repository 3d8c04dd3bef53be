package io.flinkarrow.reconcile.column;

import io.flinkarrow.batch.body.BodyPlan;
import io.flinkarrow.layout.StorageType;
import io.flinkarrow.reconcile.values.SourceColumn;
import org.apache.arrow.vector.TypeLayout;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * A column of nulls, for one that is not there or has the type Null: as many slots as the source.
 * What lies below is null, too, even what is required, because it cannot be seen.
 */
public record NullColumn(String path, Field field) implements ColumnConversion {

  private static final int VIEW_BYTES = 16;

  /** Unions and run-end encoded columns have no nulls of their own. */
  public static boolean isPossible(Field field) {
    ArrowType type = StorageType.inBody(field);
    return !(type instanceof ArrowType.Union)
        && !(type instanceof ArrowType.RunEndEncoded)
        && StorageType.childrenInBody(field).stream().allMatch(NullColumn::isPossible);
  }

  @Override
  public void convert(SourceColumn source, ConversionTarget target) {
    plan(field, source.length(), target.plan());
  }

  private void plan(Field column, int slots, BodyPlan plan) {
    ArrowType type = StorageType.inBody(column);
    plan.node(slots, slots);
    switch (type.getTypeID()) {
      case Null -> {}
      case Bool -> {
        validity(slots, plan);
        validity(slots, plan);
      }
      case Int, FloatingPoint, Decimal, Date, Time, Timestamp, Interval, Duration -> {
        validity(slots, plan);
        int bits = TypeLayout.getTypeLayout(type).getBufferLayouts().get(1).getTypeBitWidth();
        zeros((long) slots * (bits / Byte.SIZE), plan);
      }
      case FixedSizeBinary -> {
        validity(slots, plan);
        zeros((long) slots * ((ArrowType.FixedSizeBinary) type).getByteWidth(), plan);
      }
      case Utf8, Binary -> {
        offsets(slots, Integer.BYTES, plan);
        plan.empty();
      }
      case LargeUtf8, LargeBinary -> {
        offsets(slots, Long.BYTES, plan);
        plan.empty();
      }
      case Utf8View, BinaryView -> {
        validity(slots, plan);
        zeros((long) slots * VIEW_BYTES, plan);
        plan.variadic(0);
      }
      case List, Map -> {
        offsets(slots, Integer.BYTES, plan);
        children(column, 0, plan);
      }
      case LargeList -> {
        offsets(slots, Long.BYTES, plan);
        children(column, 0, plan);
      }
      case ListView -> views(column, slots, Integer.BYTES, plan);
      case LargeListView -> views(column, slots, Long.BYTES, plan);
      case FixedSizeList -> {
        validity(slots, plan);
        long elements = (long) slots * ((ArrowType.FixedSizeList) type).getListSize();
        if (elements > Integer.MAX_VALUE) {
          throw new IllegalArgumentException(
              "Column '%s' is not in the payload, and its nulls take %d elements, more than fit in a batch"
                  .formatted(path, elements));
        }
        children(column, (int) elements, plan);
      }
      case Struct -> {
        validity(slots, plan);
        children(column, slots, plan);
      }
      case Union, RunEndEncoded, NONE ->
          throw new IllegalStateException("Column '%s' has no nulls of its own".formatted(path));
    }
  }

  private void children(Field parent, int slots, BodyPlan plan) {
    for (Field child : StorageType.childrenInBody(parent)) {
      plan(child, slots, plan);
    }
  }

  private void views(Field column, int slots, int width, BodyPlan plan) {
    validity(slots, plan);
    zeros((long) slots * width, plan);
    zeros((long) slots * width, plan);
    children(column, 0, plan);
  }

  private static void offsets(int slots, int width, BodyPlan plan) {
    validity(slots, plan);
    zeros((slots + 1L) * width, plan);
  }

  private static void validity(int slots, BodyPlan plan) {
    zeros((slots + 7L) / Byte.SIZE, plan);
  }

  private static void zeros(long length, BodyPlan plan) {
    plan.buffer(length, (target, offset) -> {});
  }
}
