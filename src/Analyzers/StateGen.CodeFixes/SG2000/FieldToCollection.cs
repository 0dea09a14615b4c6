using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using StateGen.CodeFixes.SG3000;
using StateGen.Schemas;

namespace StateGen.CodeFixes.SG2000;

/// <summary>Converts a list, set or dictionary in a field or auto-property to a list or map state.</summary>
internal sealed class FieldToCollection
{
    private readonly MemberDeclarationSyntax _declaration;
    private readonly CollectionRewrite _rewrite;
    private readonly string _fieldName;
    private readonly string _stateName;

    private FieldToCollection(MemberDeclarationSyntax declaration, CollectionRewrite rewrite, string fieldName, string stateName) =>
        (_declaration, _rewrite, _fieldName, _stateName) = (declaration, rewrite, fieldName, stateName);

    private string Kind => _rewrite.Changed!;

    /// <summary>The conversion of a member; null if the member is not a collection that is changed in place.</summary>
    public static FieldToCollection? Find(ISymbol member, MemberDeclarationSyntax declaration, string stateName)
    {
        var type = member is IFieldSymbol field ? field.Type : ((IPropertySymbol)member).Type;
        return CollectionRewrite.FindForChanged(type) is { } rewrite ? new(declaration, rewrite, member.Name, stateName) : null;
    }

    /// <summary>Finds the edit that converts the member and its uses; null if a use has no counterpart.</summary>
    public async Task<Action<DocumentEditor>?> FindEditAsync(Document document, IdentifierNameSyntax[] uses, CancellationToken cancellationToken)
    {
        var edits = uses.Select(FindCounterpart).ToArray();
        return edits.All(edit => edit is not null) && !CollectionRewrite.AreNested(edits)
            ? await CompilingEdit.FindAsync(document, editor => Edit(editor, edits), cancellationToken).ConfigureAwait(false)
            : null;
    }

    private (SyntaxNode Old, SyntaxNode? New)? FindCounterpart(IdentifierNameSyntax use)
    {
        if (InPlaceUseRewrite.FindCounterpart(use, Kind) is var (old, replacement))
            return (old, replacement is null ? null : Rename(replacement));
        var state = ImmutableUseRewrite.StateOf(use);
        return Kind != BuiltInTypes.Set && IsReceiver(state) ? (state, Rename(state)) : null;
    }

    // The collection itself must not be passed on, because the state is not a copy.
    private static bool IsReceiver(ExpressionSyntax state) => state.Parent switch
    {
        MemberAccessExpressionSyntax access => access.Expression == state,
        ElementAccessExpressionSyntax access => access.Expression == state,
        SpreadElementSyntax => true,
        _ => false,
    };

    private SyntaxNode Rename(SyntaxNode replacement) => replacement.ReplaceNodes(
        replacement.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Where(name => name.Identifier.ValueText == _fieldName),
        (_, current) => current.WithIdentifier(SyntaxFactory.Identifier(_stateName).WithTriviaFrom(current.Identifier)));

    private void Edit(DocumentEditor editor, (SyntaxNode Old, SyntaxNode? New)?[] edits)
    {
        editor.ReplaceNode(_declaration, (current, _) => Declare((MemberDeclarationSyntax)current));
        CollectionRewrite.Apply(editor, edits);
    }

    private MemberDeclarationSyntax Declare(MemberDeclarationSyntax declaration)
    {
        var type = declaration is FieldDeclarationSyntax field ? field.Declaration.Type : ((PropertyDeclarationSyntax)declaration).Type;
        var state = $"[State] {FieldModifiers.OfState(declaration)} {_rewrite.TypeFor(type)} {_stateName} {{ get; }}";
        return SyntaxFactory.ParseMemberDeclaration(state)!.WithTriviaFrom(declaration);
    }
}

/// <summary>Converts the modifiers of a field or auto-property to those of a state.</summary>
internal static class FieldModifiers
{
    public static string OfState(MemberDeclarationSyntax declaration) => string.Join(" ", declaration.Modifiers
        .Where(modifier => !modifier.IsKind(SyntaxKind.VolatileKeyword) && !modifier.IsKind(SyntaxKind.ReadOnlyKeyword))
        .Select(modifier => modifier.ValueText).Append("partial"));
}
