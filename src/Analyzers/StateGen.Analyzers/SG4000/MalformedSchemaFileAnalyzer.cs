using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Generators.Diagnostics;
using StateGen.Schemas.Recording;

namespace StateGen.Analyzers.SG4000;

/// <summary>SG4015. Reports lines of the schema files that are malformed or contradict other lines.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MalformedSchemaFileAnalyzer() : RuleAnalyzer(DiagnosticCatalogue.MalformedSchemaFile)
{
    private protected override void Start(CompilationStartAnalysisContext context) => context.RegisterAdditionalFileAction(Report);

    // A line of one file may contradict the other file, so both are read. Each error is reported when its own file is analyzed.
    private static void Report(AdditionalFileAnalysisContext context)
    {
        if (ProjectSchemas.Find(context.Options, context.CancellationToken) is not { } files)
            return;
        foreach (var error in files.Schemas.Errors)
        {
            var location = files.Locate(error.File, error.Line, context.CancellationToken);
            if (location.GetLineSpan().Path != context.AdditionalFile.Path)
                continue;
            var (name, message) = (SchemaFileFormat.NameOf(error.File), error.Message.TrimEnd('.'));
            context.ReportDiagnostic(Diagnostic.Create(DiagnosticCatalogue.MalformedSchemaFile, location, name, message));
        }
    }
}
