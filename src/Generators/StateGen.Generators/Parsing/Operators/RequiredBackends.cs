using Microsoft.CodeAnalysis;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Generators.Parsing.Operators;

/// <summary>The backends that operators require.</summary>
internal static class RequiredBackends
{
    /// <summary>What <c>[Operator(Backend = ...)]</c> says; null when it says nothing usable.</summary>
    public static INamedTypeSymbol? Find(INamedTypeSymbol type) =>
        type.GetAttributes().FirstOrDefault(KnownTypes.IsOperatorAttribute) is { } attribute
            && attribute.NamedArguments.FirstOrDefault(argument => argument.Key == "Backend").Value is { Kind: TypedConstantKind.Type, Value: INamedTypeSymbol backend }
            && FindFault(backend) is null
            ? backend
            : null;

    /// <summary>Why a type cannot be a backend; null when it can, or when the compiler says enough about it.</summary>
    public static string? FindFault(ITypeSymbol type) => type switch
    {
        { TypeKind: TypeKind.Error } => null,
        INamedTypeSymbol { IsUnboundGenericType: true } => "it is generic, and its type arguments are missing",
        _ when FileLocalTypes.Find(type) is not null => "it is file-local, so generated code cannot name it",
        _ => type.AllInterfaces.Any(KnownTypes.IsStateBackend) ? null : "it does not implement IStateBackend",
    };
}
