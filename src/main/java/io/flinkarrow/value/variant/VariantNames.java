package io.flinkarrow.value.variant;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** The dictionary of names that a variant's metadata holds. Checked when it is opened. */
public final class VariantNames {

  /** Of a name in the tree, which needs no hashes: names of strangers could all have the same. */
  private static final int NAME_BYTES = 160;

  private static final int VERSION_MASK = 0x0f;
  private static final int VERSION = 1;
  private static final int OFFSET_WIDTH_SHIFT = 6;

  private final byte[] metadata;
  private final int width;
  private final int size;
  private final Map<String, Integer> ids = new TreeMap<>();

  private VariantNames(byte[] metadata, int width, int size) {
    this.metadata = metadata;
    this.width = width;
    this.size = size;
  }

  /**
   * @throws IllegalArgumentException if it is no metadata of a variant
   */
  public static VariantNames of(byte[] metadata) {
    if (metadata.length == 0 || (metadata[0] & VERSION_MASK) != VERSION) {
      throw damaged();
    }
    int width = ((metadata[0] & 0xff) >> OFFSET_WIDTH_SHIFT) + 1;
    if (metadata.length < 1 + width) {
      throw damaged();
    }
    long size = VariantEncoding.unsigned(metadata, 1, width);
    if (1 + width * (size + 2) > metadata.length) {
      throw damaged();
    }
    VariantNames names = new VariantNames(metadata, width, (int) size);
    for (int id = 0; id < size; id++) {
      names.ids.putIfAbsent(names.name(id), id);
    }
    return names;
  }

  /** What opening it takes on the heap at most, without reading it. */
  public static long heapBytes(byte[] metadata) {
    int width = metadata.length == 0 ? 1 : ((metadata[0] & 0xff) >> OFFSET_WIDTH_SHIFT) + 1;
    return metadata.length < 1 + width
        ? 0
        : NAME_BYTES
            * Math.min(metadata.length / width, VariantEncoding.unsigned(metadata, 1, width));
  }

  /** Whether it was made of the same metadata. */
  public boolean isOf(byte[] other) {
    return Arrays.equals(metadata, other);
  }

  /** The name with an id. */
  String name(int id) {
    if (id >= size) {
      throw damaged();
    }
    int start = 1 + width * (size + 2);
    long from = start + VariantEncoding.unsigned(metadata, 1 + width * (id + 1), width);
    long to = start + VariantEncoding.unsigned(metadata, 1 + width * (id + 2), width);
    if (from > to || to > metadata.length) {
      throw damaged();
    }
    return new String(metadata, (int) from, (int) (to - from), StandardCharsets.UTF_8);
  }

  /** The id of a shredded field's name. */
  int id(String name) {
    Integer id = ids.get(name);
    if (id == null) {
      throw new IllegalArgumentException(
          "the metadata of a variant lacks the name '%s', which its typed value has. The file is damaged; write it again"
              .formatted(name));
    }
    return id;
  }

  private static IllegalArgumentException damaged() {
    return new IllegalArgumentException(
        "the metadata of a variant is not what the format says. The file is damaged; write it again");
  }
}
