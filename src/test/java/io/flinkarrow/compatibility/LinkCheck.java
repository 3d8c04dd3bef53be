package io.flinkarrow.compatibility;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.objectweb.asm.Opcodes;

/**
 * What Java would do with references as it comes to them: whether classes, fields and methods that
 * class files name are there, can be reached, and are what they are taken for; and whether classes
 * implement what is asked of them.
 */
final class LinkCheck {

  private final ClassFiles classFiles;
  private final Set<Gap> gaps = new TreeSet<>();
  private final Set<Reference> checked = new HashSet<>();
  private final Map<DeclaredClass, Set<DeclaredClass>> parents = new IdentityHashMap<>();

  private LinkCheck(ClassFiles classFiles) {
    this.classFiles = classFiles;
  }

  /**
   * A reference that Java would refuse.
   *
   * @param from the class that names it
   * @param what a class, or a member with its descriptor
   */
  record Gap(String from, String what, String why) implements Comparable<Gap> {

    static Gap of(String from, String what, String why) {
      return new Gap(from.replace('/', '.'), what.replace('/', '.'), why);
    }

    /** Without the descriptor. */
    String shortName() {
      return what.replaceAll("[(:].*", "");
    }

    @Override
    public int compareTo(Gap other) {
      return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
      return "%s -> %s: %s".formatted(from, what, why);
    }
  }

  /**
   * @param references how many different ones were checked
   */
  record Result(Set<Gap> gaps, int references) {}

  /**
   * Checks the references of some classes.
   *
   * @param subjects their names, with slashes
   */
  static Result of(ClassFiles classFiles, List<String> subjects) {
    LinkCheck check = new LinkCheck(classFiles);
    for (String subject : subjects) {
      check.check(subject);
    }
    return new Result(check.gaps, check.checked.size());
  }

  private void check(String subject) {
    DeclaredClass from = classFiles.find(subject).orElseThrow();
    for (Reference reference : References.of(classFiles.bytes(subject))) {
      checked.add(reference);
      Optional<DeclaredClass> owner = classFiles.find(reference.owner());
      if (owner.isEmpty()) {
        gaps.add(Gap.of(subject, reference.owner(), "no such class"));
      } else {
        problem(from, reference, owner.get())
            .ifPresent(why -> gaps.add(Gap.of(subject, reference.toString(), why)));
      }
    }
    if (!from.is(Opcodes.ACC_ABSTRACT)) {
      unimplemented(from)
          .forEach((member, type) -> gaps.add(Gap.of(subject, type + "." + member, "abstract")));
    }
    for (DeclaredClass parent : withParents(from)) {
      from.methods().keySet().stream()
          .filter(member -> parent != from && isFinal(parent, member))
          .forEach(member -> gaps.add(Gap.of(subject, parent.name() + "." + member, "final")));
    }
  }

  private static boolean isFinal(DeclaredClass type, String member) {
    int access = type.methods().getOrDefault(member, 0);
    return (access & Opcodes.ACC_FINAL) != 0
        && (access & (Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC)) == 0;
  }

  private Optional<String> problem(DeclaredClass from, Reference reference, DeclaredClass owner) {
    if (!owner.is(Opcodes.ACC_PUBLIC) && !from.packageName().equals(owner.packageName())) {
      return Optional.of("not accessible");
    }
    return switch (reference.kind()) {
      case CLASS -> Optional.empty();
      case SUPERCLASS, SUPERINTERFACE -> problemOfParent(reference, owner);
      case FIELD, STATIC_FIELD -> problemOfField(from, reference, owner);
      case METHOD, STATIC_METHOD -> problemOfMethod(from, reference, owner);
      case LAMBDA -> problemOfLambda(reference, owner);
    };
  }

  private static Optional<String> problemOfParent(Reference reference, DeclaredClass owner) {
    if (owner.isInterface() != (reference.kind() == Reference.Kind.SUPERINTERFACE)) {
      return Optional.of(owner.isInterface() ? "an interface" : "no interface");
    }
    return owner.is(Opcodes.ACC_FINAL) ? Optional.of("final") : Optional.empty();
  }

  private Optional<String> problemOfField(
      DeclaredClass from, Reference reference, DeclaredClass owner) {
    for (DeclaredClass type : withParents(owner)) {
      Integer access = type.fields().get(reference.member());
      if (access != null) {
        return problemOfAccess(from, type, access, reference.kind() == Reference.Kind.STATIC_FIELD);
      }
    }
    return Optional.of("no such field");
  }

  private Optional<String> problemOfMethod(
      DeclaredClass from, Reference reference, DeclaredClass owner) {
    if (owner.isInterface() != reference.fromInterface()) {
      return Optional.of(owner.isInterface() ? "an interface" : "no interface");
    }
    for (DeclaredClass type : withParents(owner)) {
      Integer access = type.methods().get(reference.member());
      if (access != null) {
        return problemOfAccess(
            from, type, access, reference.kind() == Reference.Kind.STATIC_METHOD);
      }
      if (isSignaturePolymorphic(type)
          && type.methods().keySet().stream().anyMatch(sameName(reference.member()))) {
        return Optional.empty();
      }
      if (reference.member().startsWith("<init>")) {
        break;
      }
    }
    return Optional.of("no such method");
  }

  private static boolean isSignaturePolymorphic(DeclaredClass type) {
    return type.name().equals("java/lang/invoke/MethodHandle")
        || type.name().equals("java/lang/invoke/VarHandle");
  }

  private static Predicate<String> sameName(String member) {
    String start = member.substring(0, member.indexOf('(') + 1);
    return other -> other.startsWith(start);
  }

  private Optional<String> problemOfAccess(
      DeclaredClass from, DeclaredClass type, int access, boolean isStatic) {
    if (((access & Opcodes.ACC_STATIC) != 0) != isStatic) {
      return Optional.of(isStatic ? "not static" : "static");
    }
    if ((access & Opcodes.ACC_PUBLIC) != 0 || from.packageName().equals(type.packageName())) {
      return Optional.empty();
    }
    boolean isProtected = (access & Opcodes.ACC_PROTECTED) != 0;
    return isProtected && withParents(from).contains(type)
        ? Optional.empty()
        : Optional.of("not accessible");
  }

  private Optional<String> problemOfLambda(Reference reference, DeclaredClass owner) {
    Map<String, String> methods = abstractMethods(owner);
    methods.keySet().removeIf(isImplementedBy(classFiles.find("java/lang/Object").orElseThrow()));
    if (methods.remove(reference.member()) == null) {
      return Optional.of("no such method");
    }
    methods.keySet().removeIf(sameName(reference.member()));
    return methods.isEmpty() ? Optional.empty() : Optional.of("also has " + methods.keySet());
  }

  private static Predicate<String> isImplementedBy(DeclaredClass type) {
    return member -> (type.methods().getOrDefault(member, 0) & Opcodes.ACC_PUBLIC) != 0;
  }

  /** With what declares them. */
  private Map<String, String> unimplemented(DeclaredClass type) {
    Map<String, String> methods = abstractMethods(type);
    methods.keySet().removeIf(member -> isImplemented(type, member));
    return methods;
  }

  private Map<String, String> abstractMethods(DeclaredClass type) {
    Map<String, String> methods = new LinkedHashMap<>();
    for (DeclaredClass each : withParents(type)) {
      each.methods()
          .forEach(
              (member, access) -> {
                if ((access & Opcodes.ACC_ABSTRACT) != 0) {
                  methods.putIfAbsent(member, each.name());
                }
              });
    }
    if (type.isInterface()) {
      methods.keySet().removeIf(member -> isImplemented(type, member));
    }
    return methods;
  }

  /** Classes go before interfaces, and interfaces before those that they extend. */
  private boolean isImplemented(DeclaredClass type, String member) {
    for (DeclaredClass each : superclasses(type)) {
      Integer access = each.isInterface() ? null : each.methods().get(member);
      if (access != null && (access & (Opcodes.ACC_STATIC | Opcodes.ACC_PRIVATE)) == 0) {
        return (access & Opcodes.ACC_ABSTRACT) == 0;
      }
    }
    List<DeclaredClass> declaring = new ArrayList<>();
    for (DeclaredClass each : withParents(type)) {
      if (each.isInterface() && each.methods().containsKey(member)) {
        declaring.add(each);
      }
    }
    declaring.removeIf(
        each ->
            declaring.stream()
                .anyMatch(other -> other != each && withParents(other).contains(each)));
    return declaring.stream()
        .anyMatch(each -> (each.methods().get(member) & Opcodes.ACC_ABSTRACT) == 0);
  }

  /**
   * The class itself first, then classes above it, then interfaces; what is missing is left out.
   */
  private Set<DeclaredClass> withParents(DeclaredClass type) {
    return parents.computeIfAbsent(type, this::collectParents);
  }

  private Set<DeclaredClass> collectParents(DeclaredClass type) {
    List<DeclaredClass> classes = superclasses(type);
    Set<DeclaredClass> types = new LinkedHashSet<>(classes);
    classes.forEach(each -> addInterfaces(each, types));
    return types;
  }

  private List<DeclaredClass> superclasses(DeclaredClass type) {
    List<DeclaredClass> classes = new ArrayList<>();
    Optional<DeclaredClass> each = Optional.of(type);
    while (each.isPresent()) {
      classes.add(each.get());
      each = Optional.ofNullable(each.get().superName()).flatMap(classFiles::find);
    }
    return classes;
  }

  private void addInterfaces(DeclaredClass type, Set<DeclaredClass> types) {
    for (String name : type.interfaces()) {
      classFiles
          .find(name)
          .ifPresent(
              each -> {
                types.add(each);
                addInterfaces(each, types);
              });
    }
  }
}
