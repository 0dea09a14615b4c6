using Microsoft.CodeAnalysis;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Generators.Parsing.Operators;

/// <summary>The <c>[Operator]</c> attribute of a class, read once. It holds symbols, so it must not become part of a model.</summary>
internal sealed record OperatorDeclaration
{
    public required INamedTypeSymbol Type { get; init; }

    /// <summary>Gets the stable id; empty if the attribute does not have a usable one.</summary>
    public required string Id { get; init; }

    /// <summary>Gets a value indicating whether the id is a constant that the compiler accepts.</summary>
    public required bool HasConstantId { get; init; }

    /// <summary>Gets the backend that <c>[Operator(Backend = …)]</c> specifies; null if it specifies none, or a type that cannot be a backend.</summary>
    public required INamedTypeSymbol? RequiredBackend { get; init; }

    /// <summary>Gets the attribute in the source; null for a class of a referenced assembly.</summary>
    public required SyntaxReference? Attribute { get; init; }

    /// <summary>Reads the attribute of a class; null if the class has none.</summary>
    public static OperatorDeclaration? Find(INamedTypeSymbol type) =>
        type.GetAttributes().FirstOrDefault(KnownTypes.IsOperatorAttribute) is { } attribute ? Read(type, attribute) : null;

    private static OperatorDeclaration Read(INamedTypeSymbol type, AttributeData attribute)
    {
        var constant = attribute.ConstructorArguments is [{ Kind: TypedConstantKind.Primitive } argument] ? argument : (TypedConstant?)null;
        return new()
        {
            Type = type,
            Id = constant?.Value as string ?? "",
            HasConstantId = constant is not null,
            RequiredBackend = FindBackend(attribute),
            Attribute = attribute.ApplicationSyntaxReference,
        };
    }

    private static INamedTypeSymbol? FindBackend(AttributeData attribute) =>
        AttributeArguments.Find(attribute, "Backend") is { Kind: TypedConstantKind.Type, Value: INamedTypeSymbol backend }
        && BackendTypeRules.FindFault(backend) is null
            ? backend
            : null;
}

/// <summary>The rules for types that are specified as backends.</summary>
internal static class BackendTypeRules
{
    /// <summary>Returns the reason why a type cannot be a backend; null if it can, or if the compiler already reports the type.</summary>
    public static string? FindFault(ITypeSymbol type) => type switch
    {
        { TypeKind: TypeKind.Error } => null,
        INamedTypeSymbol { IsUnboundGenericType: true } => "its type arguments are missing; add them",
        _ when FileLocalTypes.Find(type) is not null => "it is file-local, so generated code cannot refer to it; make it internal",
        _ => type.AllInterfaces.Any(KnownTypes.IsStateBackend) ? null : "it does not implement IStateBackend; specify a type that does",
    };
}
