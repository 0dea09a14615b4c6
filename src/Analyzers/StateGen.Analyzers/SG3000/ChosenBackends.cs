using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using StateGen.Generators.Parsing.Operators;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Analyzers.SG3000;

/// <summary>Finds the backends that code chooses.</summary>
internal static class ChosenBackends
{
    /// <summary>
    /// The backend that an operator requires, or else the backend in the <c>[StateBackend]</c> attribute of its assembly; null if there is none.
    /// </summary>
    public static ITypeSymbol? FindDeclared(OperatorDeclaration declaration) =>
        declaration.RequiredBackend ?? FindOfAssembly(declaration.Type.ContainingAssembly);

    /// <summary>The backend declared for the class of an operator, or for a base class, for which only the attribute of its assembly counts.</summary>
    public static ITypeSymbol? FindDeclared(INamedTypeSymbol operatorType) =>
        OperatorDeclaration.Find(operatorType) is { } declaration ? FindDeclared(declaration) : FindOfAssembly(operatorType.ContainingAssembly);

    /// <summary>The types that the value of a <c>Backend</c> option may have; none if the code does not show them.</summary>
    public static IEnumerable<ITypeSymbol> TypesOf(IOperation value) => value switch
    {
        IConversionOperation conversion => TypesOf(conversion.Operand),
        IParenthesizedOperation parenthesized => TypesOf(parenthesized.Operand),
        IConditionalOperation { WhenFalse: { } whenFalse } conditional => TypesOf(conditional.WhenTrue).Concat(TypesOf(whenFalse)),
        { Type: { TypeKind: TypeKind.Class } type } => [type],
        _ => [],
    };

    private static ITypeSymbol? FindOfAssembly(IAssemblySymbol assembly) =>
        assembly.GetAttributes().FirstOrDefault(KnownTypes.IsStateBackendAttribute) is { ConstructorArguments: [{ Value: ITypeSymbol backend }] }
            ? backend
            : null;
}
