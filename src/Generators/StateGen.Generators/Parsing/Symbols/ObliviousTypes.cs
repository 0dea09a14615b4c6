using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace StateGen.Generators.Parsing.Symbols;

/// <summary>
/// Declares the nullability of type arguments that were written where nullability is disabled, because generated code, in which it is enabled, has to declare
/// it. Otherwise one construction, such as <c>Pair&lt;string&gt;</c>, would have two sets of members under the same name.
/// </summary>
internal static class ObliviousTypes
{
    /// <summary>
    /// Returns the type with declared nullability at any depth. Arguments without a declaration admit null if their type parameter permits it.
    /// </summary>
    public static ITypeSymbol Declare(ITypeSymbol type) =>
        type is INamedTypeSymbol named && IsGeneric(named) && Declare(named) is var declared && !ReferenceEquals(declared, named)
            ? declared.WithNullableAnnotation(type.NullableAnnotation)
            : type;

    // Tuples are excluded, because constructing them again would lose the names of their elements.
    private static bool IsGeneric(INamedTypeSymbol type) =>
        type is { TypeArguments.Length: > 0, IsTupleType: false } || (type.ContainingType is { } outer && IsGeneric(outer));

    private static INamedTypeSymbol Declare(INamedTypeSymbol type)
    {
        var arguments = type.TypeArguments.Zip(type.TypeParameters, (argument, parameter) => Declare(argument, parameter, type)).ToImmutableArray();
        var outer = type.ContainingType is { } containing && IsGeneric(containing) ? Declare(containing) : null;
        var isSame = arguments.SequenceEqual(type.TypeArguments, SymbolEqualityComparer.IncludeNullability.Equals);
        if (isSame && (outer is null || ReferenceEquals(outer, type.ContainingType)))
            return type;
        var definition = outer?.GetTypeMembers(type.Name, type.Arity).Single() ?? type.OriginalDefinition;
        return arguments.Length == 0 ? definition : definition.Construct(arguments, [.. arguments.Select(argument => argument.NullableAnnotation)]);
    }

    // The type arguments of a handle stay unchanged, because the user's handle and the codec have to agree.
    private static ITypeSymbol Declare(ITypeSymbol argument, ITypeParameterSymbol parameter, INamedTypeSymbol type)
    {
        var declared = Declare(argument);
        if (declared is not { IsReferenceType: true, NullableAnnotation: NullableAnnotation.None, TypeKind: not TypeKind.Error }
            || KnownTypes.IsHandle(type))
        {
                return declared;
            }

            return declared.WithNullableAnnotation(MayRefuseNull(parameter) ? NullableAnnotation.NotAnnotated : NullableAnnotation.Annotated);
    }

    private static bool MayRefuseNull(ITypeParameterSymbol parameter) =>
        parameter.HasNotNullConstraint || parameter.HasReferenceTypeConstraint || parameter.ConstraintTypes.Length > 0;
}

/// <summary>Finds file-local types, which no other file can name, inside constructed types.</summary>
internal static class FileLocalTypes
{
    public static ITypeSymbol? Find(ITypeSymbol type) => type switch
    {
        INamedTypeSymbol { IsFileLocal: true } => type,
        INamedTypeSymbol named => named.TypeArguments.Select(Find).FirstOrDefault(found => found is not null)
            ?? (named.ContainingType is { } outer ? Find(outer) : null),
        IArrayTypeSymbol array => Find(array.ElementType),
        _ => null,
    };
}
