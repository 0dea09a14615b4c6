using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Generators.Diagnostics;

namespace StateGen.Analyzers.Rules;

/// <summary>SG4002. Reports operators that are not recorded.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class OperatorMustBeRecordedAnalyzer() : SchemaAnalyzer(DiagnosticCatalogue.OperatorNotRecorded);
