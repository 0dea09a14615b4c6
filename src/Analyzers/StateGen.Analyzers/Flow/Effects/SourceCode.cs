using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Analyzers.Flow.Effects;

/// <summary>Provides the source of the members of a compilation, looked up when it is first asked for. Thread-safe.</summary>
internal sealed class SourceCode
{
    private static readonly PerCompilation<SourceCode> Known = new(static compilation => new(compilation));

    private readonly Compilation _compilation;
    private readonly ConcurrentDictionary<ISymbol, ImmutableArray<IOperation>> _values = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<IMethodSymbol, ImmutableArray<IMethodSymbol>> _implementations = new(SymbolEqualityComparer.Default);
    private readonly Lazy<ImmutableArray<INamedTypeSymbol>> _types;

    private SourceCode(Compilation compilation)
    {
        _compilation = compilation;
        _types = new(() => [.. TypesIn(compilation.Assembly.GlobalNamespace)]);
    }

    public static SourceCode Of(Compilation compilation) => Known.Get(compilation);

    /// <summary>The operation of a node; null if there is none.</summary>
    public IOperation? Find(SyntaxNode syntax, CancellationToken cancellationToken)
    {
        if (!_compilation.ContainsSyntaxTree(syntax.SyntaxTree))
            return null;
#pragma warning disable RS1030 // A called method may be in any file. The compiler keeps the models of a compilation, and only called methods are analyzed.
        var model = _compilation.GetSemanticModel(syntax.SyntaxTree);
#pragma warning restore RS1030
        return model.GetOperation(syntax, cancellationToken);
    }

    /// <summary>The code that a method runs: its body, and for a constructor the initializers of the fields and properties of its class.</summary>
    public IEnumerable<IOperation> BodiesOf(IMethodSymbol method, CancellationToken cancellationToken)
    {
        var bodies = Syntaxes(method, cancellationToken).Where(static syntax => !IsAutomatic(syntax)).Select(syntax => Find(syntax, cancellationToken));
        if (method.MethodKind == MethodKind.Constructor)
        {
            bodies = bodies.Concat(method.ContainingType.GetMembers().Where(static member => !member.IsStatic)
                .SelectMany(member => InitializersOf(member, cancellationToken)));
        }

        return bodies.OfType<IOperation>();
    }

    /// <summary>The values that a field or an automatic property receives in the source of its class.</summary>
    public ImmutableArray<IOperation> ValuesOf(ISymbol holder, CancellationToken cancellationToken) =>
        _values.GetOrAdd(holder.OriginalDefinition, symbol => [.. FindValues(symbol, cancellationToken).OfType<IOperation>()]);

    /// <summary>The methods of the compilation that implement or override a method without a body.</summary>
    public ImmutableArray<IMethodSymbol> ImplementationsOf(IMethodSymbol method) =>
        _implementations.GetOrAdd(method.OriginalDefinition,
            known => [.. _types.Value.Select(type => FindImplementation(type, known)).OfType<IMethodSymbol>()]);

    private IEnumerable<IOperation?> FindValues(ISymbol holder, CancellationToken cancellationToken) => InitializersOf(holder, cancellationToken)
        .Concat(Syntaxes(holder.ContainingType, cancellationToken).SelectMany(static type => type.DescendantNodes()).OfType<AssignmentExpressionSyntax>()
            .SelectMany(assignment => FindAssigned(assignment, holder, cancellationToken)));

    private IEnumerable<IOperation?> FindAssigned(AssignmentExpressionSyntax assignment, ISymbol holder, CancellationToken cancellationToken)
    {
        if (!assignment.Left.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(name => name.Identifier.ValueText == holder.Name))
            return [];
        return Find(assignment, cancellationToken) switch
        {
            IDeconstructionAssignmentOperation { Target: ITupleOperation targets } deconstruction
                when OperationContext.Unwrap(deconstruction.Value) is ITupleOperation values && values.Elements.Length == targets.Elements.Length =>
                targets.Elements.Zip(values.Elements, (target, value) => IsOf(target, holder) ? value : null),
            IAssignmentOperation { Target: var target, Value: var value } when IsOf(target, holder) => [value],
            _ => [],
        };
    }

    private static bool IsOf(IOperation target, ISymbol holder) =>
        target is IMemberReferenceOperation { Member: var member } && SymbolEqualityComparer.Default.Equals(member.OriginalDefinition, holder);

    private IEnumerable<IOperation?> InitializersOf(ISymbol member, CancellationToken cancellationToken) => Syntaxes(member, cancellationToken)
        .Select(static syntax => syntax switch
        {
            VariableDeclaratorSyntax declarator => declarator.Initializer?.Value,
            PropertyDeclarationSyntax property => property.Initializer?.Value,
            _ => null,
        })
        .Select(value => value is null ? null : Find(value, cancellationToken));

    // The accessors of automatic properties, and of those that a record declares as parameters.
    private static bool IsAutomatic(SyntaxNode syntax) => syntax is AccessorDeclarationSyntax { Body: null, ExpressionBody: null } or ParameterSyntax;

    private static IEnumerable<SyntaxNode> Syntaxes(ISymbol symbol, CancellationToken cancellationToken) =>
        symbol.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellationToken));

    private static IMethodSymbol? FindImplementation(INamedTypeSymbol type, IMethodSymbol method) => method.ContainingType.TypeKind == TypeKind.Interface
        ? FindOfInterface(type, method)
        : type.GetMembers(method.Name).OfType<IMethodSymbol>().FirstOrDefault(candidate => !candidate.IsAbstract && Overrides(candidate, method));

    private static IMethodSymbol? FindOfInterface(INamedTypeSymbol type, IMethodSymbol method)
    {
        if (type.TypeKind is not (TypeKind.Class or TypeKind.Struct) || type.IsAbstract)
            return null;
        var member = type.AllInterfaces.Where(candidate => Same(candidate, method.ContainingType)).SelectMany(candidate => candidate.GetMembers(method.Name))
            .FirstOrDefault(candidate => Same(candidate, method));
        return member is null ? null : type.FindImplementationForInterfaceMember(member) as IMethodSymbol;
    }

    private static bool Overrides(IMethodSymbol candidate, IMethodSymbol method)
    {
        for (var overridden = candidate.OverriddenMethod; overridden is not null; overridden = overridden.OverriddenMethod)
        {
            if (Same(overridden, method))
                return true;
        }

        return false;
    }

    private static bool Same(ISymbol left, ISymbol right) => SymbolEqualityComparer.Default.Equals(left.OriginalDefinition, right.OriginalDefinition);

    private static IEnumerable<INamedTypeSymbol> TypesIn(INamespaceOrTypeSymbol container) => container.GetMembers().OfType<INamespaceOrTypeSymbol>()
        .SelectMany(static member => member is INamedTypeSymbol type ? TypesIn(type).Prepend(type) : TypesIn(member));
}
