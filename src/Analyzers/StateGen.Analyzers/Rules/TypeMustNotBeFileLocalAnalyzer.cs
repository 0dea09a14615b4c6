using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Generators.Diagnostics;

namespace StateGen.Analyzers.Rules;

/// <summary>SG1015. Reports file-local operators, and state of file-local types.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TypeMustNotBeFileLocalAnalyzer() : ParserAnalyzer(DiagnosticCatalogue.FileLocalType);
