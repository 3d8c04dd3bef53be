package io.flinkarrow.batch.body;

import io.flinkarrow.layout.StorageType;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/** How many slots each field node of a batch can have at most, for its column's type. */
public final class SlotLimits {

  private SlotLimits() {}

  /** In the order of the nodes: all fields, depth first. */
  public static int[] of(List<Field> fields) {
    List<Integer> limits = new ArrayList<>();
    add(fields, limits);
    return limits.stream().mapToInt(Integer::intValue).toArray();
  }

  private static void add(List<Field> fields, List<Integer> limits) {
    for (Field field : fields) {
      boolean runs = StorageType.inBody(field) instanceof ArrowType.RunEndEncoded;
      limits.add(runs ? ofRunEnds(runEndWidth(field)) : Integer.MAX_VALUE);
      add(StorageType.childrenInBody(field), limits);
    }
  }

  /** Bytes of a run end of a run-end encoded field. */
  public static int runEndWidth(Field runEndEncoded) {
    Field ends = runEndEncoded.getChildren().get(0);
    return ((ArrowType.Int) StorageType.inBody(ends)).getBitWidth() / Byte.SIZE;
  }

  /**
   * @param width bytes of a run end
   */
  public static int ofRunEnds(int width) {
    return width == Short.BYTES ? Short.MAX_VALUE : Integer.MAX_VALUE;
  }
}
