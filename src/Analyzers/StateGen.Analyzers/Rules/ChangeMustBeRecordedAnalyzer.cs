using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Generators.Diagnostics;

namespace StateGen.Analyzers.Rules;

/// <summary>SG4007. Reports changes of state that every version can read and that are not recorded.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ChangeMustBeRecordedAnalyzer() : SchemaAnalyzer(DiagnosticCatalogue.ChangeNotRecorded);
