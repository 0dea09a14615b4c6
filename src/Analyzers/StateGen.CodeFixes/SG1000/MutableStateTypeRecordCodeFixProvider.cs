using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.FindSymbols;
using StateGen.Generators.Diagnostics;

namespace StateGen.CodeFixes.SG1000;

/// <summary>SG1010. Turns the class that a state holds into a record with init accessors, if no code sets the properties later.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MutableStateTypeRecordCodeFixProvider))]
[Shared]
public sealed class MutableStateTypeRecordCodeFixProvider() : EditorCodeFixProvider(DiagnosticIds.MutableStateType)
{
    private protected override string TitleOf(Diagnostic diagnostic) => "Convert the class to a record with init accessors";

    private protected override async Task<Action<DocumentEditor>?> FindEditAsync(
        Document document, SyntaxNode node, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (await RetainedValue.FindAsync(document, node, cancellationToken).ConfigureAwait(false) is not { } retained
            || FindClass(retained.Type, node.SyntaxTree, cancellationToken) is not { } declaration)
            return null;
        Action<DocumentEditor> edit = editor => editor.ReplaceNode(declaration, static (current, _) => Replace(current));
        var changed = await CompilingEdit.ApplyAsync(document, edit, cancellationToken).ConfigureAwait(false);
        return await IsKeptAsync(retained, changed, cancellationToken).ConfigureAwait(false)
            && !await CompilingEdit.BreaksSolutionAsync(document, changed, NamesOf(declaration), cancellationToken).ConfigureAwait(false)
                ? edit
                : null;
    }

    // Several states may hold the class, so it may already be a record. The editor tracks the node by its annotations.
    private static SyntaxNode Replace(SyntaxNode current) =>
        current is ClassDeclarationSyntax unchanged ? unchanged.CopyAnnotationsTo(RecordSyntax.Of(unchanged))! : current;

    private static ClassDeclarationSyntax? FindClass(ITypeSymbol type, SyntaxTree tree, CancellationToken cancellationToken) =>
        type is { TypeKind: TypeKind.Class, IsRecord: false, BaseType.SpecialType: SpecialType.System_Object, DeclaringSyntaxReferences: [var reference] }
        && reference.SyntaxTree == tree
        && reference.GetSyntax(cancellationToken) is ClassDeclarationSyntax declaration && RecordSyntax.CanReplace(declaration)
            ? declaration
            : null;

    // Code that sets a property or derives from the class mentions one of these names.
    private static HashSet<string> NamesOf(ClassDeclarationSyntax declaration) =>
        [declaration.Identifier.ValueText, .. declaration.Members.OfType<PropertyDeclarationSyntax>().Select(property => property.Identifier.ValueText)];

    // The fix is useless if the class has other mutable members, which it does not change.
    private static async Task<bool> IsKeptAsync(RetainedValue retained, Document changed, CancellationToken cancellationToken)
    {
        var compilation = (await changed.Project.GetCompilationAsync(cancellationToken).ConfigureAwait(false))!;
        var property = SymbolFinder.FindSimilarSymbols(retained.Property.ContainingType, compilation, cancellationToken)
            .SelectMany(type => type.GetMembers(retained.Property.Name)).OfType<IPropertySymbol>().FirstOrDefault();
        return property is not null
            && new RetainedValue(property, retained.Syntax, compilation) is var after && after.CanBe(after.Type, copied: false, cancellationToken);
    }
}

/// <summary>Converts classes whose properties can be set to records with init accessors.</summary>
internal static class RecordSyntax
{
    /// <summary>
    /// Indicates whether a class can be converted: every property that can be set is an auto-property, and there is no primary constructor, whose parameters
    /// would become members of the record.
    /// </summary>
    public static bool CanReplace(ClassDeclarationSyntax declaration)
    {
        var setters = declaration.Members.OfType<PropertyDeclarationSyntax>().SelectMany(SettersOf).ToArray();
        return declaration.ParameterList is null && setters.Length > 0 && setters.All(setter => setter is { Body: null, ExpressionBody: null });
    }

    /// <summary>The record that replaces a class.</summary>
    public static RecordDeclarationSyntax Of(ClassDeclarationSyntax declaration) => SyntaxFactory.RecordDeclaration(
        SyntaxKind.RecordDeclaration, declaration.AttributeLists, declaration.Modifiers,
        SyntaxFactory.Token(SyntaxKind.RecordKeyword).WithTriviaFrom(declaration.Keyword), default,
        declaration.Identifier, declaration.TypeParameterList, parameterList: null, declaration.BaseList, declaration.ConstraintClauses,
        declaration.OpenBraceToken, SyntaxFactory.List(declaration.Members.Select(Freeze)), declaration.CloseBraceToken, declaration.SemicolonToken);

    private static MemberDeclarationSyntax Freeze(MemberDeclarationSyntax member) =>
        member is PropertyDeclarationSyntax property ? property.ReplaceNodes(SettersOf(property), static (setter, _) => InitOf(setter)) : member;

    private static AccessorDeclarationSyntax InitOf(AccessorDeclarationSyntax setter) => SyntaxFactory.AccessorDeclaration(
        SyntaxKind.InitAccessorDeclaration, setter.AttributeLists, setter.Modifiers,
        SyntaxFactory.Token(SyntaxKind.InitKeyword).WithTriviaFrom(setter.Keyword), null, null, setter.SemicolonToken);

    private static IEnumerable<AccessorDeclarationSyntax> SettersOf(PropertyDeclarationSyntax property) => property.Modifiers.Any(SyntaxKind.StaticKeyword)
        ? []
        : property.AccessorList?.Accessors.Where(accessor => accessor.IsKind(SyntaxKind.SetAccessorDeclaration)) ?? [];
}
