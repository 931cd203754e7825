/**
 * The grammar of `.http` files as types. A document is a list of blocks, one for each request; a block is a
 * list of nodes, each covering whole lines, without a gap. Offsets inside a block are relative to the block's
 * start, so that a block's content does not change when text above it does, and may be kept and cached.
 * Nodes hold numbers only: the words are read from the document's text.
 */

/** Offsets in UTF-16 units, end exclusive, relative to the block's start unless said otherwise. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

interface Line extends Span {
  /** 0-based, relative to the block's first line. */
  readonly line: number;
}

/** `### title` */
export interface SeparatorNode extends Line {
  readonly kind: 'separator';
  readonly titleStart: number;
  readonly titleEnd: number;
}

/** Lines of white space outside the body, or the one that ends the headers. */
export interface BlankNode extends Line {
  readonly kind: 'blank';
}

/** `# text`, `// text`, or a block between slash-star marks. Inside a body it is a `bodyComment`. */
export interface CommentNode extends Line {
  readonly kind: 'comment' | 'bodyComment';
  readonly contentStart: number;
  readonly contentEnd: number;
}

/** `# @name value`, `// @name = value`, `#@name`; the value is empty when there is none. */
export interface DirectiveNode extends Line {
  readonly kind: 'directive';
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly valueStart: number;
  readonly valueEnd: number;
  /** `=` stood between name and value. */
  readonly hasEquals: boolean;
}

/** `@name = value`, also `@name := value`. */
export interface FileVariableNode extends Line {
  readonly kind: 'fileVariable';
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly valueStart: number;
  readonly valueEnd: number;
  /** False for a line that only begins like a definition. */
  readonly hasEquals: boolean;
}

/** `POST https://example.com HTTP/1.1`; a part that is absent is empty. */
export interface RequestLineNode extends Line {
  readonly kind: 'requestLine';
  readonly methodStart: number;
  readonly methodEnd: number;
  readonly urlStart: number;
  readonly urlEnd: number;
  readonly versionStart: number;
  readonly versionEnd: number;
}

/** A line below the request line that goes on with its URL. */
export interface UrlContinuationNode extends Line {
  readonly kind: 'urlContinuation';
  readonly urlStart: number;
  readonly urlEnd: number;
  readonly versionStart: number;
  readonly versionEnd: number;
}

/** `Name: value`, of the request or of a multipart part. `colon` is -1 when there is none. */
export interface HeaderNode extends Line {
  readonly kind: 'header' | 'partHeader';
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly colon: number;
  readonly valueStart: number;
  readonly valueEnd: number;
}

/** An indented line that goes on with the header above it. */
export interface HeaderFoldNode extends Line {
  readonly kind: 'headerFold';
  readonly valueStart: number;
  readonly valueEnd: number;
}

/** httpYac's `...defaultHeaders`. */
export interface HeaderSpreadNode extends Line {
  readonly kind: 'headerSpread';
  readonly nameStart: number;
  readonly nameEnd: number;
}

/** One or more lines of the body, sent as they are. */
export interface TextNode extends Line {
  readonly kind: 'text';
  /** What the line looks like, when a person probably meant it to be more than body text. */
  readonly suspect: 'none' | 'request' | 'variable';
}

/** A body line whose leading backslash keeps its next character from having a meaning. */
export interface EscapedTextNode extends Line {
  readonly kind: 'escapedText';
  /** Offset after the backslash. */
  readonly contentStart: number;
}

/** `< ./file`, `<@ ./file`, `<@latin1 ./file` */
export interface BodyFileNode extends Line {
  readonly kind: 'bodyFile';
  /** True for `<@`. */
  readonly substitute: boolean;
  readonly encodingStart: number;
  readonly encodingEnd: number;
  readonly pathStart: number;
  readonly pathEnd: number;
}

/** `--boundary` or `--boundary--` in a multipart body. */
export interface BoundaryNode extends Line {
  readonly kind: 'boundary';
  readonly closing: boolean;
  readonly contentStart: number;
  readonly contentEnd: number;
}

/** `< {% … %}` before the request, `> {% … %}` after it. */
export interface ScriptNode extends Line {
  readonly kind: 'script';
  readonly moment: 'before' | 'after';
  readonly contentStart: number;
  readonly contentEnd: number;
  readonly isClosed: boolean;
}

/** `< ./pre.js` before the request, `> ./handler.js` after it. */
export interface ScriptFileNode extends Line {
  readonly kind: 'scriptFile';
  readonly moment: 'before' | 'after';
  readonly pathStart: number;
  readonly pathEnd: number;
}

/** `>> file` or `>>! file` */
export interface OutputNode extends Line {
  readonly kind: 'output';
  readonly overwrite: boolean;
  readonly pathStart: number;
  readonly pathEnd: number;
}

/** `<> file` */
export interface ResponseReferenceNode extends Line {
  readonly kind: 'responseReference';
  readonly pathStart: number;
  readonly pathEnd: number;
}

/** `?? status == 200` */
export interface AssertNode extends Line {
  readonly kind: 'assert';
  readonly contentStart: number;
  readonly contentEnd: number;
}

/** `import ./other.http` */
export interface ImportNode extends Line {
  readonly kind: 'import';
  readonly pathStart: number;
  readonly pathEnd: number;
}

/** `run #login (@host=x)` or `run ./other.http` */
export interface RunNode extends Line {
  readonly kind: 'run';
  readonly targetStart: number;
  readonly targetEnd: number;
  readonly argumentsStart: number;
  readonly argumentsEnd: number;
}

/** A response kept in the file as documentation: from `HTTP/1.1 200 OK` to the end of the block. */
export interface RecordedResponseNode extends Line {
  readonly kind: 'recordedResponse';
}

/** A `curl …` command with its continuation lines. */
export interface CurlNode extends Line {
  readonly kind: 'curl';
  readonly contentStart: number;
  readonly contentEnd: number;
}

/** httpYac's script between a line `{{` and a line `}}`. */
export interface ForeignScriptNode extends Line {
  readonly kind: 'foreignScript';
  readonly contentStart: number;
  readonly contentEnd: number;
}

export type SyntaxNode =
  | SeparatorNode
  | BlankNode
  | CommentNode
  | DirectiveNode
  | FileVariableNode
  | RequestLineNode
  | UrlContinuationNode
  | HeaderNode
  | HeaderFoldNode
  | HeaderSpreadNode
  | TextNode
  | EscapedTextNode
  | BodyFileNode
  | BoundaryNode
  | ScriptNode
  | ScriptFileNode
  | OutputNode
  | ResponseReferenceNode
  | AssertNode
  | ImportNode
  | RunNode
  | RecordedResponseNode
  | CurlNode
  | ForeignScriptNode;

export type NodeKind = SyntaxNode['kind'];

/** `{{content}}` inside another node; the content has no white space around it. */
export interface ReferenceNode extends Span {
  readonly kind: 'reference';
  readonly contentStart: number;
  readonly contentEnd: number;
}

/** How the lines of a body are read; taken from the Content-Type as it is written. */
export type BodyMode = 'text' | 'raw' | 'markdown' | 'form' | 'multipart';

/** All of a block that does not depend on where the block stands. */
export interface BlockContent {
  /** In order, without gaps, covering the block. */
  readonly nodes: readonly SyntaxNode[];
  /** In order. */
  readonly references: readonly ReferenceNode[];
  readonly bodyMode: BodyMode;
  /** The multipart boundary, from the header or derived from the body's first line; undefined otherwise. */
  readonly boundary: string | undefined;
}

/** One request with all that belongs to it, from its separator (or the file's start) to the next one. */
export interface BlockNode {
  /** Offset in the document. */
  readonly start: number;
  readonly end: number;
  /** 0-based line in the document. */
  readonly line: number;
  readonly content: BlockContent;
}

/** What `parse` gives. Blocks follow each other without gaps; an empty text has no block. */
export interface DocumentNode {
  readonly text: string;
  readonly blocks: readonly BlockNode[];
}

export type LeafKind =
  | 'punctuation'
  | 'whitespace'
  | 'lineBreak'
  | 'title'
  | 'comment'
  | 'directiveName'
  | 'directiveValue'
  | 'variableName'
  | 'variableValue'
  | 'method'
  | 'url'
  | 'version'
  | 'headerName'
  | 'headerValue'
  | 'text'
  | 'path'
  | 'encoding'
  | 'boundary'
  | 'script'
  | 'assertion'
  | 'runTarget'
  | 'runArguments'
  | 'response'
  | 'curl'
  | 'referenceOpen'
  | 'reference'
  | 'referenceClose';

/** The smallest piece of text with a meaning. Offsets are the document's. Leaves cover every character, in order. */
export interface Leaf extends Span {
  readonly kind: LeafKind;
}
