using Microsoft.CodeAnalysis;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Generators.Parsing.Types;

/// <summary>Explains why a type that is neither a scalar, an enum, nor a user's class or struct has no codec.</summary>
internal static class UnsupportedTypes
{
    private const string MutableAdvice = "is mutable; store its elements in a ListState or MapState, or use an immutable record";

    private const string KeyAdvice = "cannot be encoded as a key; use a string, a number or a record of these";

    private static readonly HashSet<string> LibraryNamespaces = new(StringComparer.Ordinal) { "System", "Microsoft", "Windows" };

    /// <summary>Returns the refusal of a type; null if the members of the type decide.</summary>
    public static TypeRefusal? Refuse(ITypeSymbol type, string path) => RefuseByKind(type, path) ?? type switch
    {
        _ when KnownTypes.IsHandle(type) => Unsupported(path, $"{type.Name} is a handle to state, not a value; declare it as a state of its own"),
        { TypeKind: TypeKind.Enum } => null,
        { SpecialType: SpecialType.System_IntPtr } => DependsOnMachine(type, path, "long"),
        { SpecialType: SpecialType.System_UIntPtr } => DependsOnMachine(type, path, "ulong"),
        { IsRefLikeType: true } => Unsupported(path, "ref structs cannot leave the stack; store a copy of the data in a record"),
        _ when IsImmutableCollection(type) => Unsupported(path, $"{TypeNames.InMessages(type)} is not supported; use ListState or MapState"),
        _ when IsCollection(type) => Mutable(path, $"{TypeNames.InMessages(type)} {MutableAdvice}"),
        _ when IsOfLibrary(type) => Unsupported(path, $"{TypeNames.InMessages(type)} is not a supported type; store its parts in your own record"),
        _ => null,
    };

    /// <summary>Returns the refusal of a type that may be a value but not a key; null if the rules for values decide.</summary>
    public static TypeRefusal? RefuseAsKey(ITypeSymbol type, string path) => type.TypeKind switch
    {
        TypeKind.Interface when !UnionCases.IsUnion(type) => Unsupported(path, $"{TypeNames.InMessages(type)} is an interface, which {KeyAdvice}"),
        TypeKind.Delegate => Unsupported(path, $"a delegate {KeyAdvice}"),
        _ => null,
    };

    private static TypeRefusal? RefuseByKind(ITypeSymbol type, string path) => type.TypeKind switch
    {
        TypeKind.Error => new(RefusalKind.Unknown, path, "the compiler does not know the type"),
        TypeKind.Array => Mutable(path, $"an array {MutableAdvice}"),
        TypeKind.Interface when !UnionCases.IsUnion(type) => Unsupported(path,
            $"{TypeNames.InMessages(type)} is an interface; use a concrete immutable type, or declare its cases with [UnionCase]"),
        TypeKind.Delegate => Unsupported(path, "a delegate cannot be serialized; store the data that it uses"),
        TypeKind.Dynamic => Unsupported(path, "dynamic has no fixed shape; use a record"),
        TypeKind.Pointer or TypeKind.FunctionPointer => Unsupported(path, "a pointer is meaningless in another process; store the data at the address"),
        _ when type.SpecialType == SpecialType.System_Object => Unsupported(path, "object has no fixed shape; use a record"),
        _ => null,
    };

    private static TypeRefusal DependsOnMachine(ITypeSymbol type, string path, string replacement) =>
        Unsupported(path, $"the size of {TypeNames.InMessages(type)} differs between machines; use {replacement}");

    private static TypeRefusal Unsupported(string path, string reason) => new(RefusalKind.Unsupported, path, reason);

    private static TypeRefusal Mutable(string path, string reason) => new(RefusalKind.Mutable, path, reason);

    private static bool IsImmutableCollection(ITypeSymbol type) =>
        type.ContainingNamespace is { Name: "Immutable" or "Frozen", ContainingNamespace: { Name: "Collections", ContainingNamespace.Name: "System" } };

    private static bool IsCollection(ITypeSymbol type) => IsOfLibrary(type)
        && type.AllInterfaces.Any(implemented => implemented.SpecialType == SpecialType.System_Collections_IEnumerable);

    /// <summary>Determines whether a type comes with .NET.</summary>
    public static bool IsOfLibrary(ITypeSymbol type)
    {
        if (type.Locations.Any(location => location.IsInSource) || type.ContainingNamespace is not { IsGlobalNamespace: false } root)
            return false;
        while (!root.ContainingNamespace.IsGlobalNamespace)
            root = root.ContainingNamespace;
        return LibraryNamespaces.Contains(root.Name);
    }
}
