using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace StateGen.CodeFixes;

/// <summary>Fixes many diagnostics at once, with one change per project.</summary>
internal sealed class ProjectFixAll(
    string title, Func<Diagnostic, bool> isFixable, Func<Project, IReadOnlyList<Diagnostic>, CancellationToken, Task<Solution>> apply)
    : FixAllProvider
{
    public override IEnumerable<FixAllScope> GetSupportedFixAllScopes() => [FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution];

    public override Task<CodeAction?> GetFixAsync(FixAllContext fixAllContext) => Task.FromResult<CodeAction?>(
        CodeAction.Create(
            title, cancellationToken => FixAsync(fixAllContext.WithCancellationToken(cancellationToken)), fixAllContext.CodeActionEquivalenceKey));

    private async Task<Solution> FixAsync(FixAllContext context)
    {
        var solution = context.Solution;
        foreach (var projectId in context.Scope == FixAllScope.Solution ? solution.ProjectIds : [context.Project.Id])
        {
            var project = solution.GetProject(projectId)!;
            var diagnostics = (await FindAsync(context, project).ConfigureAwait(false)).Where(isFixable).ToArray();
            if (diagnostics.Length > 0)
                solution = await apply(project, diagnostics, context.CancellationToken).ConfigureAwait(false);
        }

        return solution;
    }

    private static Task<ImmutableArray<Diagnostic>> FindAsync(FixAllContext context, Project project) => context switch
    {
        { Scope: FixAllScope.Document, Document: { } document } => context.GetDocumentDiagnosticsAsync(document),
        _ => context.GetAllDiagnosticsAsync(context.Solution.GetProject(project.Id)!),
    };
}
