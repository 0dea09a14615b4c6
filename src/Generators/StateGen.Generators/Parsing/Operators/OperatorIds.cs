using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Generators.Parsing.Operators;

/// <summary>The stable ids of operators.</summary>
internal static class OperatorIds
{
    /// <summary>What <c>[Operator]</c> says; empty when it says nothing usable.</summary>
    public static string Of(INamedTypeSymbol type) => IsConstant(type) ? ArgumentsOf(type)[0].Value as string ?? "" : "";

    /// <summary>Whether <c>[Operator]</c> says something that the compiler understands.</summary>
    public static bool IsConstant(INamedTypeSymbol type) => ArgumentsOf(type) is [{ Kind: TypedConstantKind.Primitive }];

    private static ImmutableArray<TypedConstant> ArgumentsOf(INamedTypeSymbol type) =>
        type.GetAttributes().First(KnownTypes.IsOperatorAttribute).ConstructorArguments;
}
