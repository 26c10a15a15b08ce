// The native half of require "ssl" (lua/ssl.lua). Its table is made when a script first asks for it.
#pragma once

#include <lua.hpp>

#include "bindings/runtime.hpp"

namespace parley {

/// Where the registry keeps ssl's exception classes by name; the address is the key.
extern const char ssl_classes_key;

/// A context in a userdata: the Lua half gives it its names.
struct ContextObject {
  Tag tag = Tag::context;
  std::shared_ptr<tls::Context> context;
};

/// A session to take up later, of the context that it was made by.
struct SessionObject {
  Tag tag = Tag::session;
  std::shared_ptr<tls::SavedSession> session;
  const tls::Context* context = nullptr;  ///< To compare with, not to use.
};

/// The context at stack index `index`; raises a TypeError for anything else.
std::shared_ptr<tls::Context>& check_context(lua_State* L, int index);

/// Pushes the list of the drafts' ciphers.
void push_ciphers(lua_State* L);

// Each adds its functions to the table on the top of the stack.
void open_ssl_contexts(lua_State* L);
void open_ssl_settings(lua_State* L);
void open_ssl_streams(lua_State* L);
void open_ssl_bytes(lua_State* L);
void open_ssl_facts(lua_State* L);
void open_ssl_authority(lua_State* L);
void open_ssl_random(lua_State* L);

/// Adds open_ssl() to the table on the top of the stack: a function that gives the native half.
void open_ssl(lua_State* L);

}  // namespace parley
