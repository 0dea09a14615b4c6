using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using StateGen.Generators.Parsing.Operators;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Analyzers.SG3000;

/// <summary>Which backends code chooses.</summary>
internal static class ChosenBackends
{
    /// <summary>The backend that an operator requires, or else the one that its assembly says that it is written for.</summary>
    public static ITypeSymbol? FindDeclared(OperatorDeclaration declaration) => declaration.RequiredBackend ?? FindOfAssembly(declaration.Type.ContainingAssembly);

    /// <summary>The same for the class of an operator, or for a base class, of which its assembly says all.</summary>
    public static ITypeSymbol? FindDeclared(INamedTypeSymbol operatorType) =>
        OperatorDeclaration.Find(operatorType) is { } declaration ? FindDeclared(declaration) : FindOfAssembly(operatorType.ContainingAssembly);

    /// <summary>The types that the value of a <c>Backend</c> option may have; none where the code does not say.</summary>
    public static IEnumerable<ITypeSymbol> TypesOf(IOperation value) => value switch
    {
        IConversionOperation conversion => TypesOf(conversion.Operand),
        IParenthesizedOperation parenthesized => TypesOf(parenthesized.Operand),
        IConditionalOperation { WhenFalse: { } whenFalse } conditional => TypesOf(conditional.WhenTrue).Concat(TypesOf(whenFalse)),
        { Type: { TypeKind: TypeKind.Class } type } => [type],
        _ => [],
    };

    private static ITypeSymbol? FindOfAssembly(IAssemblySymbol assembly) =>
        assembly.GetAttributes().FirstOrDefault(KnownTypes.IsStateBackendAttribute) is { ConstructorArguments: [{ Value: ITypeSymbol backend }] } ? backend : null;
}
