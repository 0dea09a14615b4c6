using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using StateGen.Generators.Diagnostics;

namespace StateGen.CodeFixes.SG2000;

/// <summary>SG2019. Uses the time of the context that the timer follows. A time in a variable is left alone, because others may use the variable.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(TimerOfOtherTimeCodeFixProvider))]
[Shared]
public sealed class TimerOfOtherTimeCodeFixProvider() : EditorCodeFixProvider(DiagnosticIds.TimerOfOtherTime)
{
    private protected override string TitleOf(Diagnostic diagnostic) => "Use the time that the timer follows";

    private protected override Task<Action<DocumentEditor>?> FindEditAsync(
        Document document, SyntaxNode node, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var time = node.FirstAncestorOrSelf<MemberAccessExpressionSyntax>();
        return Task.FromResult(time is not null && FindOther(time) is { } other
            ? new Action<DocumentEditor>(editor => editor.ReplaceNode(time.Name, SyntaxFactory.IdentifierName(other).WithTriviaFrom(time.Name)))
            : null);
    }

    private static string? FindOther(MemberAccessExpressionSyntax time) =>
        !time.Ancestors().OfType<InvocationExpressionSyntax>().Any(IsOfTimers) ? null : time.Name.Identifier.ValueText switch
        {
            "Timestamp" => "ProcessingTime",
            "ProcessingTime" => "Timestamp",
            _ => null,
        };

    private static bool IsOfTimers(InvocationExpressionSyntax call) =>
        call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name }
        && (name.EndsWith("EventTime", StringComparison.Ordinal) || name.EndsWith("ProcessingTime", StringComparison.Ordinal));
}
