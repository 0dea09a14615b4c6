using Microsoft.CodeAnalysis;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Generators.Parsing.Operators;

/// <summary>The <c>[Operator]</c> of a class, read once. Holds symbols, so it must not reach a model.</summary>
internal sealed record OperatorDeclaration
{
    public required INamedTypeSymbol Type { get; init; }

    /// <summary>The stable id; empty where the attribute has no usable one.</summary>
    public required string Id { get; init; }

    /// <summary>Whether the id is a constant that the compiler understands.</summary>
    public required bool HasConstantId { get; init; }

    /// <summary>The backend that <c>[Operator(Backend = …)]</c> names; null where it names none, or none that can be one.</summary>
    public required INamedTypeSymbol? RequiredBackend { get; init; }

    /// <summary>The attribute in the source; null for a class of a referenced assembly.</summary>
    public required SyntaxReference? Attribute { get; init; }

    /// <summary>Reads the attribute of a class; null where it has none.</summary>
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
        AttributeArguments.Find(attribute, "Backend") is { Kind: TypedConstantKind.Type, Value: INamedTypeSymbol backend } && BackendTypeRules.FindFault(backend) is null
            ? backend
            : null;
}

/// <summary>The rules for types that are named as backends.</summary>
internal static class BackendTypeRules
{
    /// <summary>The reason why a type cannot be a backend; null when it can, or when the compiler's own error explains enough.</summary>
    public static string? FindFault(ITypeSymbol type) => type switch
    {
        { TypeKind: TypeKind.Error } => null,
        INamedTypeSymbol { IsUnboundGenericType: true } => "its type arguments are missing",
        _ when FileLocalTypes.Find(type) is not null => "it is file-local, so generated code cannot refer to it",
        _ => type.AllInterfaces.Any(KnownTypes.IsStateBackend) ? null : "it does not implement IStateBackend",
    };
}
