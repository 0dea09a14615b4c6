namespace StateGen.Schemas.Recording;

/// <summary>Something that is wrong with a file of recorded schemas.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">The line, from 0.</param>
/// <param name="Message">What is wrong, as a sentence that goes on behind the name of the file.</param>
public sealed record SchemaFileError(SchemaFile File, int Line, string Message);
