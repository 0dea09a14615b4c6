using Microsoft.CodeAnalysis;

namespace StateGen.Generators.Parsing;

/// <summary>The stable ids of operators.</summary>
internal static class OperatorIds
{
    /// <summary>What <c>[Operator]</c> says; empty when it says nothing usable.</summary>
    public static string Of(INamedTypeSymbol type)
    {
        var arguments = type.GetAttributes().First(KnownTypes.IsOperatorAttribute).ConstructorArguments;
        return arguments.Length == 0 ? "" : arguments[0].Value as string ?? "";
    }
}
