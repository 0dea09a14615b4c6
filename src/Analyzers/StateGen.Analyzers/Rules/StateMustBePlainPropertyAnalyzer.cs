using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Generators.Diagnostics;

namespace StateGen.Analyzers.Rules;

/// <summary>SG1020. Reports state that is an indexer or returns by reference.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StateMustBePlainPropertyAnalyzer() : ParserAnalyzer(DiagnosticCatalogue.StateIndexer);
