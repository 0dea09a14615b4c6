using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Generators.Diagnostics;

namespace StateGen.Analyzers.Rules;

/// <summary>SG1011. Reports times to live that are not positive, too long, or on something that is not state.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TimeToLiveMustBeValidAnalyzer() : ParserAnalyzer(DiagnosticCatalogue.InvalidTimeToLive);
