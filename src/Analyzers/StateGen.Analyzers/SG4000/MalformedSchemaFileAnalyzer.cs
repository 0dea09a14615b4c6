using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Generators.Diagnostics;
using StateGen.Schemas.Recording;

namespace StateGen.Analyzers.SG4000;

/// <summary>SG4015. Reports lines of the files of recorded schemas that are malformed or contradict others.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MalformedSchemaFileAnalyzer() : RuleAnalyzer(DiagnosticCatalogue.MalformedSchemaFile)
{
    private protected override void Start(CompilationStartAnalysisContext context) => context.RegisterAdditionalFileAction(Report);

    // What is wrong with one file may be in the other, so both are read; each line is reported with its own file.
    private static void Report(AdditionalFileAnalysisContext context)
    {
        if (ProjectSchemas.Find(context.Options, context.CancellationToken) is not { } files)
            return;
        foreach (var error in files.Schemas.Errors)
        {
            var location = files.Locate(error.File, error.Line, context.CancellationToken);
            if (location.GetLineSpan().Path == context.AdditionalFile.Path)
                context.ReportDiagnostic(Diagnostic.Create(DiagnosticCatalogue.MalformedSchemaFile, location, SchemaFileFormat.NameOf(error.File), error.Message.TrimEnd('.')));
        }
    }
}
