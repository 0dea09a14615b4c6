using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Simplification;
using StateGen.Generators.Diagnostics;

namespace StateGen.CodeFixes.SG4000;

/// <summary>SG4016. Gives a time to live the clock back that its stored timestamps are of. There are two clocks, so it is the other one.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ChangedTtlClockCodeFixProvider))]
[Shared]
public sealed class ChangedTtlClockCodeFixProvider() : EditorCodeFixProvider(DiagnosticIds.ChangedTtlClock)
{
    private const string Clock = "Clock";

    private protected override string TitleOf(Diagnostic diagnostic) => "Keep the clock of the stored timestamps";

    private protected override async Task<Action<DocumentEditor>?> FindEditAsync(
        Document document, SyntaxNode node, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var model = (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false))!;
        if (node.FirstAncestorOrSelf<AttributeSyntax>() is not { ArgumentList: { } arguments })
            return null;
        var clock = arguments.Arguments.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == Clock);
        var isEventTime = clock is not null && model.GetConstantValue(clock.Expression, cancellationToken).Value is 1;
        var others = clock is null ? arguments.Arguments : arguments.Arguments.Remove(clock);
        var kept = arguments.WithArguments(isEventTime ? others : others.Add(EventTime()));
        Action<DocumentEditor> edit = editor => editor.ReplaceNode(arguments, kept);
        return await CompilingEdit.FindAsync(document, edit, cancellationToken).ConfigureAwait(false);
    }

    private static AttributeArgumentSyntax EventTime()
    {
        var member = SyntaxFactory.ParseExpression("global::StateGen.TtlClock.EventTime");
        var name = SyntaxFactory.NameEquals(SyntaxFactory.IdentifierName(Clock).WithTrailingTrivia(SyntaxFactory.Space))
            .WithEqualsToken(SyntaxFactory.Token(SyntaxKind.EqualsToken).WithTrailingTrivia(SyntaxFactory.Space));
        return SyntaxFactory.AttributeArgument(name, null, member.WithAdditionalAnnotations(Simplifier.Annotation, Simplifier.AddImportsAnnotation));
    }
}
