using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using StateGen.Generators.Parsing.Types.Records;

namespace StateGen.Generators.Parsing.RoundTrip;

/// <summary>
/// Finds members that do not return the value that was passed to the constructor for them. When the value is read, the changed value would be the
/// constructor's argument and would change again, once per restore. Only the syntax is examined, so changes in classes of referenced assemblies are not
/// found.
/// </summary>
/// <param name="type">The user's type.</param>
/// <param name="constructed">The members that the constructor sets, in the order of its parameters.</param>
/// <param name="initialized">The members that are set after construction, regardless of what the constructor assigned to them.</param>
internal sealed class ChangedMembers(INamedTypeSymbol type, IReadOnlyList<RecordMember> constructed, IReadOnlyList<RecordMember> initialized)
{
    private readonly HashSet<(SyntaxNode, string, bool)> _followed = [];

    /// <summary>Finds the first member that does not return the value that was passed for it; null if all do.</summary>
    /// <param name="constructor">The constructor that a codec calls.</param>
    public RecordMember? Find(IMethodSymbol constructor) =>
        constructed.Where((member, index) => IsChanged(member, constructor, constructor.Parameters[index].Name, isChanged: false)).FirstOrDefault()
        ?? constructed.FirstOrDefault(ReturnsOther)
        ?? initialized.FirstOrDefault(KeepsOther);

    private bool IsChanged(RecordMember member, IMethodSymbol constructor, string parameter, bool isChanged)
    {
        var layer = constructor.ContainingType;
        return constructor.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax())
            .Where(declaration => _followed.Add((declaration, parameter, isChanged)))
            .Any(declaration => declaration is TypeDeclarationSyntax primary
                ? IsChangedByPrimary(member, layer, primary, parameter, isChanged)
                : IsChangedIn(declaration, member, layer, parameter, isChanged));
    }

    private bool IsChangedByPrimary(RecordMember member, INamedTypeSymbol layer, TypeDeclarationSyntax declaration, string parameter, bool isChanged)
    {
        if (declaration is RecordDeclarationSyntax && HasPositionalProperty(layer, parameter) && IsWrong(member, parameter, isChanged))
            return true;
        return layer.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax()).OfType<TypeDeclarationSyntax>()
            .SelectMany(PartsOf).Any(part => IsChangedIn(part, member, layer, parameter, isChanged));
    }

    private static bool HasPositionalProperty(INamedTypeSymbol layer, string parameter) => layer.GetMembers(parameter)
        .Any(property => property.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax() is ParameterSyntax));

    // The parts that run with the primary constructor, and the getters that return its captured parameters.
    private static IEnumerable<SyntaxNode> PartsOf(TypeDeclarationSyntax declaration)
    {
        foreach (var baseType in declaration.BaseList?.Types.OfType<PrimaryConstructorBaseTypeSyntax>() ?? [])
            yield return baseType;
        foreach (var part in declaration.Members.Where(part => !part.Modifiers.Any(SyntaxKind.StaticKeyword)))
        {
            if (part is PropertyDeclarationSyntax or FieldDeclarationSyntax)
                yield return part;
        }
    }

    private bool IsChangedIn(SyntaxNode part, RecordMember member, INamedTypeSymbol layer, string name, bool isChanged) =>
        MentionsOf(part, name).Select(ValueFlow.Follow).OfType<FlowEnd>().Any(end => IsWrong(end, part, member, layer, name, isChanged));

    private bool IsWrong(FlowEnd end, SyntaxNode part, RecordMember member, INamedTypeSymbol layer, string name, bool wasChanged)
    {
        var isChanged = wasChanged || end.IsChanged;
        if (end.Node is ArgumentSyntax { Parent: ArgumentListSyntax { Parent: ConstructorInitializerSyntax or PrimaryConstructorBaseTypeSyntax } } argument)
            return IsChangedByOther(argument, member, layer, isChanged);
        if (end.Node is ReturnStatementSyntax or ArrowExpressionClauseSyntax)
            return end.Node.FirstAncestorOrSelf<PropertyDeclarationSyntax>() is { } getter && IsOf(member, getter.Identifier.ValueText) && isChanged;
        if (end.Target == name)
            return end.IsChanged;
        if (end.Node is VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax })
            return _followed.Add((part, end.Target!, isChanged)) && IsChangedIn(part, member, layer, end.Target!, isChanged);
        return IsWrong(member, end.Target, isChanged);
    }

    private bool IsWrong(RecordMember member, string? target, bool isChanged)
    {
        if (target is not null && initialized.Any(other => IsOf(other, target)))
            return false;
        return isChanged || (!IsOf(member, target) && constructed.Any(other => IsOf(other, target)));
    }

    private bool IsChangedByOther(ArgumentSyntax argument, RecordMember member, INamedTypeSymbol layer, bool isChanged)
    {
        var arguments = (ArgumentListSyntax)argument.Parent!;
        var isOwn = arguments.Parent is ConstructorInitializerSyntax initializer && initializer.IsKind(SyntaxKind.ThisConstructorInitializer);
        var candidates = (isOwn ? layer : layer.BaseType)?.InstanceConstructors
            .Where(candidate => candidate.Parameters.Length >= arguments.Arguments.Count).ToArray() ?? [];
        return isChanged && candidates.All(candidate => candidate.DeclaringSyntaxReferences.IsEmpty)
            || candidates.Any(candidate => ParameterOf(candidate, argument, arguments) is { } parameter
                && IsChanged(member, candidate, parameter.Name, isChanged));
    }

    private static IParameterSymbol? ParameterOf(IMethodSymbol constructor, ArgumentSyntax argument, ArgumentListSyntax arguments) =>
        argument.NameColon is { } named
            ? constructor.Parameters.FirstOrDefault(parameter => parameter.Name == named.Name.Identifier.ValueText)
            : constructor.Parameters[arguments.Arguments.IndexOf(argument)];

    // A getter may return a changed value of the field behind it.
    private bool ReturnsOther(RecordMember member) => DeclarationsOf(member)
        .SelectMany(declaration => AccessorsOf(declaration, SyntaxKind.GetAccessorDeclaration))
        .SelectMany(getter => FieldsOf(member).SelectMany(field => MentionsOf(getter, field)))
        .Select(ValueFlow.Follow).OfType<FlowEnd>()
        .Any(end => end is { IsChanged: true, Node: ReturnStatementSyntax or ArrowExpressionClauseSyntax });

    // A setter may store a changed value.
    private static bool KeepsOther(RecordMember member) => DeclarationsOf(member)
        .SelectMany(declaration => AccessorsOf(declaration, SyntaxKind.InitAccessorDeclaration)
            .Concat(AccessorsOf(declaration, SyntaxKind.SetAccessorDeclaration)))
        .SelectMany(setter => MentionsOf(setter, "value"))
        .Select(ValueFlow.Follow).OfType<FlowEnd>().Any(end => end is { IsChanged: true, Node: AssignmentExpressionSyntax });

    private IEnumerable<string> FieldsOf(RecordMember member) => RecordMemberFinder.LayersOf(type)
        .Where(layer => SymbolEqualityComparer.Default.Equals(layer, member.Symbol.ContainingType))
        .SelectMany(layer => layer.GetMembers().OfType<IFieldSymbol>())
        .Where(field => field is { IsStatic: false, IsImplicitlyDeclared: false })
        .Select(field => field.Name);

    private static IEnumerable<PropertyDeclarationSyntax> DeclarationsOf(RecordMember member) =>
        member.Symbol.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax()).OfType<PropertyDeclarationSyntax>();

    private static IEnumerable<SyntaxNode> AccessorsOf(PropertyDeclarationSyntax property, SyntaxKind kind)
    {
        if (kind == SyntaxKind.GetAccessorDeclaration && property.ExpressionBody is { } body)
            return [body];
        return property.AccessorList?.Accessors.Where(accessor => accessor.IsKind(kind)) ?? [];
    }

    // A member, an argument or an object initializer that happens to have the same name is not a mention.
    private static IEnumerable<SyntaxNode> MentionsOf(SyntaxNode part, string name) => part.DescendantNodes().OfType<IdentifierNameSyntax>()
        .Where(mention => mention.Identifier.ValueText == name
            && mention.Parent is not (NameColonSyntax or NameEqualsSyntax)
            && !(mention.Parent is MemberAccessExpressionSyntax access && access.Name == mention));

    private static bool IsOf(RecordMember member, string? name) => member.Symbol.Name == name;
}
